import { expectNodesAnswers } from './agreement';
import { test } from './harness';

// One after the other: the first draws the pictures for both.
test.describe.configure({ mode: 'default' });

for (const precision of ['fp32', 'q8'] as const)
  test(`test pictures have the same best classes on WASM ${precision} as in Node`, ({ encoder }) =>
    expectNodesAnswers(encoder, { backend: 'wasm', precision, threads: 1 }));
