import * as Comlink from 'comlink';
import { Encoder } from './encoder';

Comlink.expose(new Encoder());
