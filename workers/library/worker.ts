import { serve } from '../protocol/serving/serve';
import { Library } from './library';

serve(new Library());
