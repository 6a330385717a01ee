import { serve } from '../../../protocol/serving/serve';
import { Reader } from './reader';

serve(new Reader());
