import { openModelStore } from '../encoder/checkpoint/files/model-store';
import { prepareRuntime, readCapabilities } from '../encoder/runtime';
import { serve } from '../protocol/serving/serve';
import { CacheFiles } from '../storage/cache-files';
import { STORES } from '../storage/names';
import { keptEncoders } from './kept-encoders';
import { Sentences } from './sentences';

serve(
  new Sentences({
    device: 'wasm',
    openModelStore: () => openModelStore(STORES.models),
    keptEncoders: (id) => keptEncoders(new CacheFiles(STORES.models), id).catch(() => []),
    prepare: async () => {
      const { threads } = await readCapabilities();
      prepareRuntime({ backend: 'wasm', precision: 'q8', threads });
    },
  }),
);
