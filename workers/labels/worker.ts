import { serve } from '../protocol/serving/serve';
import { LabelsReader } from './labels-reader';

serve(new LabelsReader());
