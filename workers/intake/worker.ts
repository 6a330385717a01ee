import { serve } from '../protocol/serve';
import { intake } from './intake';

serve(intake);
