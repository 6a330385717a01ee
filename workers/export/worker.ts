import { serve } from '../protocol/serve';
import { ExportWriter } from './export-writer';

serve(new ExportWriter());
