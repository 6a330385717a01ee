import { expose } from 'comlink';
import { ExportWriter } from './export-writer';

expose(new ExportWriter());
