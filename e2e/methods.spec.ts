import type { Page } from '@playwright/test';
import type { App, Exported } from './support/app';
import { expectNothingSerious } from './support/axe';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

const PHOTOS = 4;
const CLASSES = [
  'LED driver | diode light',
  '> a lamp fed through a limiting resistor',
  'voltage divider | resistor divider',
  'Wheatstone bridge',
  'H-bridge',
];

/** What a photo's evidence must show with each method, and whether its scores must differ from zero-shot's. */
const METHODS = [
  { title: 'Zero-shot', evidence: [], differs: false },
  { title: 'X-MoRe', evidence: ['Weight of the photo', 'Captions alone'], differs: true },
  { title: 'Caption ensemble', evidence: [/Captions (near this photo|of pictures like)/], differs: true },
  { title: 'CaSED', evidence: ['Names found', 'Captions near this photo'], differs: true },
  { title: 'CuPL', evidence: ['a lamp fed through a limiting resistor'], differs: true },
  { title: 'AutoCLIP', evidence: ['Prompt templates', 'a drawing of a {}'], differs: true },
  { title: 'REAL', evidence: ['Names of the class', 'diode light'], differs: true },
  { title: 'ZLaP', evidence: ['Photos like this one'], differs: true },
  { title: 'TransCLIP', evidence: ['Photos like this one', 'Where it starts'], differs: true },
  { title: 'Tip-Adapter', evidence: ['No photo’s class has been accepted yet'], differs: true },
  { title: 'CoRE', evidence: ['Captions near this photo', 'found by meaning'], differs: true },
] as const;

/** Panels that axe looks at; Tip-Adapter's once a photo is accepted. */
const LOOKED_AT: ReadonlySet<string> = new Set(['X-MoRe', 'CaSED', 'AutoCLIP', 'ZLaP']);

test.use({ keptClasses: CLASSES });

test('every method answers, says why, is named in the export and keeps what is its own; axe finds nothing serious', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);

  await test.step('the menu', async () => {
    await page.getByRole('button', { name: /^Method/ }).click();
    await expectNothingSerious(page, 'menu');
    await page.keyboard.press('Escape');
  });

  const seen = new Map<string, string>();
  for (const { title, evidence, differs } of METHODS) {
    await test.step(title, async () => {
      await choose(page, app, title);
      const exported = await app.exportJson();
      for (const { enriched } of exported.photos) {
        expect(enriched.length).toBeGreaterThan(0);
        expect(enriched.every(({ score }) => Number.isFinite(score))).toBe(true);
      }
      for (const words of evidence) await expect(app.evidence).toContainText(words);
      const scores = scoresOf(exported);
      if (differs) expect(scores).not.toBe(seen.get('Zero-shot'));
      seen.set(title, scores);
      expect(exported.settings.method).toBeTruthy();
      if (LOOKED_AT.has(title)) await expectNothingSerious(page, title);
    });
  }
  // No two methods say the same, to the last digit.
  expect(new Set(seen.values()).size).toBe(METHODS.length);

  await test.step('captions of a class can be found by name', async () => {
    await expect(app.evidence).toContainText('found by meaning');
    const before = scoresOf(await app.exportJson());
    const way = page.getByRole('combobox', { name: 'Class captions', exact: true });
    await way.selectOption('by name');
    await app.settled();
    await expect(app.evidence).toContainText('found by name');
    expect(scoresOf(await app.exportJson())).not.toBe(before);
    await way.selectOption('by name and meaning');
    await app.settled();
    await expect(app.evidence).toContainText(/found by (meaning|name and meaning)/);
    await way.selectOption('by meaning');
    await app.settled();
  });

  await test.step('an accepted photo votes in Tip-Adapter until it is taken back', async () => {
    await choose(page, app, 'Tip-Adapter');
    const before = scoresOf(await app.exportJson());
    const field = page.getByRole('spinbutton', { name: 'λ value', exact: true });
    await field.fill('20');
    await field.press('Enter');
    await app.settled();
    expect(scoresOf(await app.exportJson())).toBe(before);

    const second = app.items().nth(1);
    await second.getByRole('button').first().click();
    await page.keyboard.press('y');
    await expect(second).toContainText('You say');
    await app.settled();
    const after = await app.exportJson();
    expect(scoresOf(after)).not.toBe(before);
    expect(after.photos.filter(({ accepted }) => accepted !== undefined)).toHaveLength(1);
    await app.items().first().getByRole('button').first().click();
    await expect(app.evidence).toContainText('Photos you accepted');
    await expectNothingSerious(page, 'Tip-Adapter');

    await second.getByRole('button').first().click();
    await app.evidence.getByRole('button', { name: 'Take back' }).click();
    await app.settled();
    expect(scoresOf(await app.exportJson())).toBe(before);
  });

  await test.step('CaSED needs no class list, and its names go into the list with one click', async () => {
    await app.classes.fill('');
    await choose(page, app, 'CaSED');
    await app.items().first().getByRole('button').first().click();
    const rows = app.evidence.getByRole('listitem').filter({ has: page.getByRole('checkbox') });
    const name = (await rows.first().locator('label').innerText()).trim();
    await page.getByRole('button', { name: `Add ${name} to classes`, exact: true }).click();
    await expect(app.classes).toHaveValue(name);
    await rows.nth(1).getByRole('checkbox').check();
    await rows.nth(2).getByRole('checkbox').check();
    await app.button('Add ticked names to classes').click();
    await app.settled();
    expect((await app.classes.inputValue()).split('\n')).toHaveLength(3);
    await choose(page, app, 'CoRE');
    const { classes, photos } = await app.exportJson();
    expect(classes).toHaveLength(3);
    for (const { enriched } of photos) expect(enriched).toHaveLength(3);
    await app.classes.fill(CLASSES.join('\n'));
    await app.settled();
  });

  await test.step('X-MoRe remembers photos in order, and begins again in another on reset', async () => {
    // Among few photos another order can lead to the same weights.
    const count = PHOTOS + 6;
    await app.addPhotos(samplePaths(count).slice(PHOTOS));
    await app.settledWith(count);
    await choose(page, app, 'X-MoRe');
    const [first, last] = [app.items().first(), app.items().last()];
    await expect(first).toContainText('place 1');
    await expect(last).toContainText(`place ${count}`);
    await first.getByRole('button').first().click();
    // The first photo has nothing to be measured against: both sides count alike.
    await expect(app.evidence).toContainText('Weight of the photo0.5');
    const before = scoresOf(await app.exportJson());

    await page.getByRole('combobox', { name: 'Order' }).selectOption('Doubtful first');
    const order = await app.items().evaluateAll((items) => items.map((item) => item.ariaLabel));
    await app.button('Reset memory').click();
    await app.settled();
    for (const [place, file] of order.entries())
      await expect(app.photo(file!)).toContainText(`place ${place + 1}`);
    expect(order).not.toEqual(samplePaths(count).map((path) => path.split('/').at(-1)));
    expect(scoresOf(await app.exportJson())).not.toBe(before);
  });

  await test.step('the method and its parameters are there again after a reload', async () => {
    await choose(page, app, 'ZLaP');
    const field = page.getByRole('spinbutton', { name: 'γ value', exact: true });
    await field.fill('9');
    await field.press('Enter');
    await app.settled();
    expect((await app.exportJson()).settings).toMatchObject({ method: 'zlap', gamma: 9, k: 5 });
    await page.reload();
    await app.settled();
    await expect(page.getByRole('button', { name: /^Method/ })).toContainText('ZLaP');
    await expect(field).toHaveValue('9');
    await page.getByRole('button', { name: 'Reset γ', exact: true }).click();
    await expect(field).toHaveValue('5');
  });
});

async function choose(page: Page, app: App, title: string): Promise<void> {
  await page.getByRole('button', { name: /^Method/ }).click();
  await page.getByRole('button', { name: `Use ${title}`, exact: true }).click();
  await app.settled();
}

/** All scores of all photos, to the fifth digit. */
const scoresOf = ({ photos }: Exported) =>
  JSON.stringify(
    photos.map(({ enriched }) => enriched.map(({ class: name, score }) => [name, score.toFixed(5)])),
  );
