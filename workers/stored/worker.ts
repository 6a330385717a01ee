import { serve } from '../protocol/serving/serve';
import { StoredThings } from './stored-things';

serve(new StoredThings());
