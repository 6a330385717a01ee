import { serve } from '../protocol/serving/serve';
import { intake } from './intake';

serve(intake);
