import { serve } from '../protocol/serving/serve';
import { SetScoring } from './set-scoring';

serve(new SetScoring());
