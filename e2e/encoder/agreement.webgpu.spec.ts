import { expectNodesAnswers } from './agreement';
import { test } from './harness';

// The software adapter takes seconds for a picture, and all class names of a domain have to be embedded too.
test('test pictures have the same best classes on WebGPU fp32 as in Node', ({ encoder }) =>
  expectNodesAnswers(encoder, { backend: 'webgpu', precision: 'fp32', threads: 1 }, true));
