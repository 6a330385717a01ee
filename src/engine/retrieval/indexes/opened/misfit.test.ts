import { expect, it } from 'vitest';
import { misfit } from './misfit';

/** A model of width 2; the index's fingerprint is the first unit vector, so an embedding's first number is the cosine. */
const model = { id: 'someone/siglip', revision: 'main', width: 2 };
const fingerprint = { sentence: 'A sentence.', embedding: [1, 0] };
const misfitOf = (made: Partial<typeof model>, cosine: number) =>
  misfit({ ...model, fingerprint, ...made }, model, new Float32Array([cosine, Math.sqrt(1 - cosine ** 2)]));

it('of the same embedding is none, and the small difference that int8 makes is none', () => {
  expect(misfitOf({}, 1)).toBeNull();
  expect(misfitOf({}, 0.991)).toBeNull();
  expect(misfitOf({}, 0.989)?.code).toBe('index-model-mismatch');
});

it('of another width says both widths', () => {
  const { message } = misfitOf({ id: 'pocket', width: 256 }, 1)!;
  expect(message).toContain('made with pocket; the loaded model is someone/siglip');
  expect(message).toContain('256 dimensions there and 2 here');
});

it('of another revision names the revisions, not twice the same name', () => {
  const commit = 'ba1f3b0'.padEnd(40, '0');
  const { message } = misfitOf({ revision: commit }, 0.71)!;
  expect(message).toContain(
    'someone/siglip at revision ba1f3b00; the loaded model is someone/siglip at revision main',
  );
  expect(message).toContain('cosine of 0.710 instead of 1');
});

it('of the same name and revision says that it is another model all the same', () => {
  const { message } = misfitOf({}, 0.2)!;
  expect(message).toContain('another model of the name someone/siglip');
  expect(message).not.toContain('the loaded model is');
  expect(message).toContain('cosine of 0.200');
});
