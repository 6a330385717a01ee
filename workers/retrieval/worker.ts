import { expose } from 'comlink';
import type { RetrievalApi } from '../protocol';
import { webLock } from './download';
import { Retrieval } from './retrieval';
import { openStore } from './store';
import { usearchInBrowser } from './usearch/browser';

const retrieval: RetrievalApi = new Retrieval({
  fetch: (input, init) => fetch(input, init),
  openStore,
  startUsearch: usearchInBrowser,
  lock: webLock,
});

expose(retrieval);
