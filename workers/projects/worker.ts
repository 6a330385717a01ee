import { serve } from '../protocol/serving/serve';
import { KeptProjects } from './kept-projects';
import { openPictureFiles } from './picture-files';

serve(new KeptProjects(openPictureFiles()));
