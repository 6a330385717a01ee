import { attempt } from '../../core';
import type { FactsApi } from '../protocol';
import { serve } from '../protocol/serving/serve';
import { factsOf } from './facts';

const api: FactsApi = {
  readFacts: (files) =>
    attempt(async () => {
      const all = [];
      // One after another: a file may be in memory while it is read.
      for (const file of files) all.push(await factsOf(file));
      return all;
    }),
};

serve(api);
