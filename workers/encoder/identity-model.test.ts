import { InferenceSession, Tensor } from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { identityModel } from './identity-model';

it('is a model that gives back its number', async () => {
  const session = await InferenceSession.create(identityModel(), { executionProviders: ['wasm'] });
  const { y } = await session.run({ x: new Tensor('float32', [7], [1]) });
  expect([...(y!.data as Float32Array)]).toEqual([7]);
  await session.release();
});
