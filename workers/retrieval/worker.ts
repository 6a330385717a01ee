import { expose } from 'comlink';
import type { RetrievalApi } from '../protocol';
import { openStore } from '../storage';
import { webLock } from '../storage/download';
import { usearchInBrowser } from './kernels/browser';
import { Retrieval } from './retrieval';

const retrieval: RetrievalApi = new Retrieval({
  fetch: (input, init) => fetch(input, init),
  openStore,
  startUsearch: usearchInBrowser,
  lock: webLock,
});

expose(retrieval);
