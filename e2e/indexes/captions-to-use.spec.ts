import { type IndexFixture, languageOf, sourceOf } from '../../workers/retrieval/testing/index-fixture';
import { captionsUsed, expect, indexForPocket, indexMenu, test, visitIndex } from '../support/index-host';
import { samplePaths } from '../support/samples';

let index: IndexFixture;
test.beforeAll(async () => {
  index = await indexForPocket({ tagged: true });
});

const idOf = (text: string) => index.texts.indexOf(text);

test('languages, sources and words are left out at once, others take their place, and the choice stays', async ({
  app,
  indexHost,
}) => {
  const host = await indexHost(index);
  await visitIndex(app, host, index);
  const all = await captionsUsed(app);
  expect(new Set(all.map((text) => languageOf(idOf(text))))).toEqual(new Set(['', 'de', 'en']));

  const menu = await indexMenu(app);
  const languages = menu.getByRole('group', { name: 'Languages' });
  await expect(languages.getByRole('checkbox')).toHaveCount(3);
  await languages.getByRole('checkbox', { name: /^German\s*80$/ }).uncheck();
  await languages.getByRole('checkbox', { name: /^Not stated\s*80$/ }).uncheck();
  await menu
    .getByRole('group', { name: 'Sources' })
    .getByRole('checkbox', { name: /^herbarium/ })
    .uncheck();
  await menu.getByRole('textbox', { name: 'Words to leave out' }).fill('shard 0, shard 1');
  const allowed = (text: string) =>
    languageOf(idOf(text)) === 'en' && sourceOf(idOf(text)) === 'web' && !/of shard [01] /.test(text);
  await expect
    .poll(async () => {
      await app.settled();
      return (await captionsUsed(app)).every(allowed);
    })
    .toBe(true);
  const used = await captionsUsed(app);
  expect(used).toHaveLength(Math.min(all.length, 2 * index.texts.filter(allowed).length));

  await app.page.reload();
  await app.settled();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  expect((await captionsUsed(app)).toSorted()).toEqual(used.toSorted());
  const again = await indexMenu(app);
  await expect(again.getByRole('checkbox', { name: /^German/ })).not.toBeChecked();
  await expect(again.getByRole('textbox', { name: 'Words to leave out' })).toHaveValue('shard 0, shard 1');

  await again.getByRole('checkbox', { name: /^English/ }).uncheck();
  await expect(again.getByText('No captions are left: answers are zero-shot.')).toBeVisible();
  await expect.poll(() => captionsUsed(app)).toEqual([]);
  await app.settled();

  // The pocket index has no tags: words alone are asked for there, and nothing of it is refused.
  await (await indexMenu(app)).getByRole('button', { name: 'Use the pocket index' }).click();
  await expect(app.page.getByRole('group', { name: 'Languages' })).toHaveCount(0);
  await expect.poll(async () => (await captionsUsed(app)).length).toBeGreaterThan(0);
});

test('memory and recall of the search are the user’s to set, are kept, and what a search looked at is told', async ({
  app,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(1));
  await app.settledWith(1);
  await expect(app.status).toContainText(/\d(\.\d)? [kM]B in memory/);
  const menu = await indexMenu(app);
  const field = menu.getByRole('spinbutton', { name: 'Memory for captions, in MB' });
  await expect(field).toHaveValue('256');
  await field.fill('2');
  await field.press('Enter');
  await expect(field).toHaveValue('16');
  await expect(menu.getByText('2 is out of range: 16 to 3072. 16 was taken.')).toBeVisible();
  await expect(menu.getByText(/ in use\. Captions beyond the limit/)).toBeVisible();
  const recall = menu.getByRole('spinbutton', { name: 'Nearest captions to find, in %' });
  await expect(recall).toHaveValue('95');
  await expect(menu.getByText(/^Photos were compared with all [\d,]+ captions\./)).toBeVisible();
  await recall.fill('7');
  await recall.press('Enter');
  await expect(recall).toHaveValue('50');
  await app.settled();
  await app.page.reload();
  await app.settled();
  await expect(
    (await indexMenu(app)).getByRole('spinbutton', { name: 'Memory for captions, in MB' }),
  ).toHaveValue('16');
  await expect(
    (await indexMenu(app)).getByRole('spinbutton', { name: 'Nearest captions to find, in %' }),
  ).toHaveValue('50');
});
