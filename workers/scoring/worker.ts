import { expose } from 'comlink';
import { SetScoring } from './set-scoring';

expose(new SetScoring());
