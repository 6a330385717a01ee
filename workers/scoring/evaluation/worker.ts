import { serve } from '../../protocol/serving/serve';
import { Evaluation } from './evaluation';

serve(new Evaluation());
