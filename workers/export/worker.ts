import { serve } from '../protocol/serving/serve';
import { ExportWriter } from './export-writer';

serve(new ExportWriter());
