import { openModelStore } from '../encoder/checkpoint/files/model-store';
import { prepareRuntime, readCapabilities } from '../encoder/runtime';
import { serve } from '../protocol/serving/serve';
import { STORES } from '../storage/names';
import { Sentences } from './sentences';

serve(
  new Sentences({
    device: 'wasm',
    openModelStore: () => openModelStore(STORES.models),
    prepare: async () => {
      const { threads } = await readCapabilities();
      prepareRuntime({ backend: 'wasm', precision: 'q8', threads });
    },
  }),
);
