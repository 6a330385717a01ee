import { serve } from '../protocol/serve';
import { SetScoring } from './set-scoring';

serve(new SetScoring());
