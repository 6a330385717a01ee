import * as Comlink from 'comlink';
import { openModelStore } from '../encoder/checkpoint/model-store';
import { prepareRuntime, readCapabilities } from '../encoder/runtime';
import { Sentences } from './sentences';

Comlink.expose(
  new Sentences({
    device: 'wasm',
    openModelStore: () => openModelStore('fernglass-models'),
    prepare: async () => {
      const { threads } = await readCapabilities();
      prepareRuntime({ backend: 'wasm', precision: 'q8', threads });
    },
  }),
);
