import { expectNodesAnswers } from './agreement';
import { expect, test } from './harness';

// The software adapter takes seconds for a picture, and all class names of a domain have to be embedded too.
test('the pocket model on WebGPU fp32 agrees with PyTorch, and test pictures have the same best classes as in Node', async ({
  encoder,
}) => {
  await encoder.start();
  expect((await encoder.capabilities()).webgpu).not.toBeNull();
  await expectNodesAnswers(encoder, { backend: 'webgpu', precision: 'fp32', threads: 1 }, true);
});
