import type { RetrievalApi } from '../protocol';
import { serve } from '../protocol/serving/serve';
import { openShardStore, webLock } from '../storage';
import { kernelsInBrowser } from './kernels/browser';
import { Retrieval } from './retrieval';

const retrieval: RetrievalApi = new Retrieval({
  fetch: (input, init) => fetch(input, init),
  openShardStore,
  startKernels: kernelsInBrowser,
  lock: webLock,
});

serve(retrieval);
