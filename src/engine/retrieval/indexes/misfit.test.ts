import { expect, it } from 'vitest';
import { misfit } from './misfit';

const model = { id: 'someone/siglip', revision: 'main', width: 768 };

it('of another width says both widths', () => {
  const { message } = misfit({ ...model, id: 'pocket', width: 256 }, model, null);
  expect(message).toContain('made with pocket; the loaded model is someone/siglip');
  expect(message).toContain('256 dimensions there and 768 here');
});

it('of another revision names the revisions, not twice the same name', () => {
  const commit = 'ba1f3b0'.padEnd(40, '0');
  const { message } = misfit({ ...model, revision: commit }, model, 0.71);
  expect(message).toContain(
    'someone/siglip at revision ba1f3b00; the loaded model is someone/siglip at revision main',
  );
  expect(message).toContain('cosine of 0.710 instead of 1');
});

it('of the same name and revision says that it is another model all the same', () => {
  const { message } = misfit(model, model, 0.2);
  expect(message).toContain('another model of the name someone/siglip');
  expect(message).not.toContain('the loaded model is');
  expect(message).toContain('cosine of 0.200');
});
