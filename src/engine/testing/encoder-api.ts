import { stack } from '../../../core';
import type { ModelSource, Rung } from '../../../workers/protocol';

/**
 * What an encoder's worker answers that loads every model and reads every text; tests put what they are about in its place.
 * @param text what every text is embedded as, `[d]`
 */
export const encoderApi = (text = Float32Array.of(1, 0)) => ({
  chooseNetwork: async () => {},
  capabilities: async () => ({ webgpu: null, threads: 1 }),
  inspect: async ({ id }: ModelSource): Promise<object> => ({
    ok: true,
    value: { id, revision: 'main', precisions: null, distrusts8Bit: false },
  }),
  load: async ({ id }: ModelSource, rung: Rung): Promise<object> => ({
    ok: true,
    value: { id, revision: 'main', rung },
  }),
  readTexts: async (texts: string[]) => ({
    ok: true,
    value: texts.map((tokens) => ({ tokens, cut: null })),
  }),
  embedTexts: async (texts: string[]) => ({ ok: true, value: stack(texts.map(() => text)) }),
});
