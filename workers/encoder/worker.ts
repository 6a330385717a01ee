import { markStart } from '../protocol';
import { serve } from '../protocol/serving/serve';
import { Encoder } from './encoder';

serve(new Encoder());
markStart('encoder');
