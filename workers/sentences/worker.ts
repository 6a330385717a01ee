import * as Comlink from 'comlink';
import { openStore } from '../encoder/checkpoint/store';
import { prepareRuntime, readCapabilities } from '../encoder/runtime';
import { Sentences } from './sentences';

Comlink.expose(
  new Sentences({
    device: 'wasm',
    openStore: () => openStore('fernglass-models'),
    prepare: async () => {
      const { threads } = await readCapabilities();
      prepareRuntime({ backend: 'wasm', precision: 'q8', threads });
    },
  }),
);
