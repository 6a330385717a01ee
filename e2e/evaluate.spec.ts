import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { run } from '../pocket/evaluate/run';
import { expectNothingSerious } from './support/axe';
import { sampleLabels } from './support/samples';
import { expect, test } from './support/test';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test('labelled photos give every method’s figures side by side, and a cell of the confusion matrix its photos', async ({
  app,
  page,
}) => {
  await app.open();
  await app.button('Load samples').click();
  await expect(app.items()).not.toHaveCount(0);
  await expect(app.button('Load samples')).toBeEnabled();
  await app.settled();
  const panel = page.getByRole('region', { name: 'Evaluation', exact: true });
  const figures = panel.getByRole('table', { name: /^Methods side by side/ });

  await test.step('without labels the panel says how photos come by them', async () => {
    await app.button('Evaluate').click();
    await expect(panel).toContainText('Figures need photos whose class is known');
    await panel.getByRole('button', { name: 'Use the samples’ own labels', exact: true }).click();
    const core = figures.getByRole('row', { name: /^CoRE/ });
    await expect(core).toContainText(/\d+\.\d.*\d+\.\d–\d+\.\d/);
  });

  const matrix = panel.getByRole('table', { name: 'Confusion matrix', exact: true });
  await test.step('a cell opens its photos', async () => {
    await figures.getByRole('button', { name: 'Zero-shot', exact: true }).click();
    const cell = matrix.getByRole('button').first();
    const words = (await cell.getAttribute('aria-label'))!;
    await cell.click();
    const photos = panel.getByRole('list', { name: words, exact: true }).getByRole('listitem');
    const count = Number(/^\d+/.exec(words)![0]);
    await expect(photos).toHaveCount(count);
    await expect(app.items()).toHaveCount(count);
    await page.getByRole('button', { name: 'Show all photos', exact: true }).click();
    await expect(cell).toHaveAttribute('aria-pressed', 'false');
    await expect(app.items()).not.toHaveCount(count);
  });

  await test.step('CoRE is taken apart when it is asked for', async () => {
    await panel.getByRole('button', { name: 'Take CoRE apart', exact: true }).click();
    const ablation = panel.getByRole('table', { name: /^Components of CoRE/ });
    await expect(ablation.getByRole('row')).toHaveCount(6);
    await expect(panel.getByRole('img', { name: 'Acc@1 and Acc@5 by k', exact: true })).toContainText(
      /10: Acc@1 \d/,
    );
  });

  await test.step('prompts and ways of finding captions are compared beside what the page shows', async () => {
    const before = await app.items().first().getAttribute('aria-label');
    await panel.getByRole('textbox', { name: /^Prefixes to compare/ }).fill('a sketch of a {}\n{}');
    await panel.getByRole('button', { name: 'Compare prompts', exact: true }).click();
    const found = panel.getByRole('table', { name: /^CoRE by how captions/ });
    await expect(found.getByRole('rowheader')).toHaveText(['by meaning', 'by name', 'by name and meaning']);
    const prefixes = panel.getByRole('table', { name: /^Zero-shot and captions alone/ });
    await expect(prefixes.getByRole('row', { name: /^\(1\) a sketch of a/ })).toContainText(/\d\.\d.*–/);
    await expect(
      panel.getByRole('img', { name: 'Zero-shot and Captions alone by prefix', exact: true }),
    ).toBeVisible();
    expect(await app.items().first().getAttribute('aria-label')).toBe(before);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'prefixes', exact: true }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('a sketch of a {},');
  });

  await test.step('the plane stands under the sliders, and its arrow keys move them', async () => {
    const plane = page.getByRole('img', { name: 'α×β plane', exact: true });
    await expect(plane).toHaveAccessibleDescription(/^Here, at α 0\.9 and β 0\.7: Acc@1 \d/);
    await plane.press('ArrowLeft');
    await plane.press('ArrowDown');
    await expect(app.numberField('α')).toHaveValue('0.85');
    await expect(app.numberField('β')).toHaveValue('0.65');
    await expect(plane).toHaveAccessibleDescription(
      /^Here, at α 0\.85 and β 0\.65: Acc@1 100\.0 %\. It is the same everywhere\.$/,
    );
    for (const [kind, begins] of [
      ['SVG', '<svg xmlns='],
      ['PNG', '\u0089PNG'],
      ['CSV', 'alpha,beta,Acc@1'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save the plane as ${kind}`, exact: true }).click(),
      ]);
      const content = readFileSync(await download.path(), 'latin1');
      expect(content.replace('ï»¿', '').startsWith(begins), kind).toBe(true);
    }
  });

  await test.step('axe finds nothing serious in the panel', async () => {
    await expectNothingSerious(page, 'with figures');
  });

  await test.step('tuning says how many labels it takes', async () => {
    await expect(panel.getByRole('button', { name: 'Tune from labels', exact: true })).toBeDisabled();
    await expect(panel).toContainText(/Tuning takes 20 labelled photos; there are \d+\./);
  });

  await test.step('labels that are taken back leave no figures', async () => {
    await app.button('Undo').click();
    await expect(panel).toContainText('Figures need photos whose class is known');
  });
});

test.describe('a folder for each class', () => {
  /** Files of one burst, with the second of each. */
  const BURST = new Map([
    ['circuits-01-notebook.jpg', 0],
    ['circuits-02-old-print.jpg', 1],
  ]);
  const samples = [...sampleLabels()].filter(([file]) => file.startsWith('circuits-'));
  const names = [...new Set(samples.map(([, [name]]) => name!))];
  let folder: string;
  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fernglass-set-'));
    for (const [i, [file, [name]]] of samples.entries()) {
      // One lies in a wrong folder, so that figures are not all the same.
      const own = join(folder, 'set', i === 0 ? names[1]! : name!);
      mkdirSync(own, { recursive: true });
      const from = at(`../public/samples/${file}`);
      // Two were taken one second after the other.
      if (!BURST.has(file)) copyFileSync(from, join(own, file));
      else
        await sharp(from)
          .withExif({
            IFD0: { Model: 'Trap 1' },
            IFD2: { DateTimeOriginal: `2026:05:01 06:12:0${BURST.get(file)}` },
          })
          .toFile(join(own, file));
    }
    writeFileSync(join(folder, 'classes.txt'), names.join('\n'));
    // The same labels, the first two photos of one thing; the later classes have more training photos, which are not here.
    const rows = samples.map(([file, [name]], i) => [
      file,
      i === 0 ? names[1] : name,
      'test',
      Math.max(1, i),
    ]);
    const training = names.flatMap((name, c) =>
      Array.from({ length: c }, (_, i) => [`${c}-${i}.jpg`, name, 'train', '']),
    );
    writeFileSync(
      join(folder, 'labels.csv'),
      [['file', 'class', 'split', 'group'], ...rows, ...training].map((row) => row.join(',')).join('\n'),
    );
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test.use({ keptClasses: names });

  test('gives the command line’s figures, at the same precision, and a report of them', async ({
    app,
    page,
  }) => {
    await app.open();
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(join(folder, 'set'));
    await app.settledWith(samples.length);
    await app.button('Use folder names as labels').click();
    await page.getByRole('button', { name: `Use ${samples.length} labels`, exact: true }).click();
    await expect(app.button('Use folder names as labels')).toHaveCount(0);
    await app.button('Evaluate').click();
    const panel = page.getByRole('region', { name: 'Evaluation', exact: true });
    const figures = panel.getByRole('table', { name: /^Methods side by side/ });
    await expect(figures.getByRole('row', { name: /^CoRE/ })).toBeVisible();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'Save report', exact: true }).click(),
    ]);
    const report = readFileSync(await download.path(), 'utf8');
    expect(report).toContain('pocket-siglip, q8, wasm');

    await test.step('coverage says which classes are likely weak, before any photo is needed', async () => {
      await page.getByRole('button', { name: /^Coverage by captions/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Coverage', exact: true });
      const table = dialog.getByRole('table', { name: /^Coverage of each class/ });
      await expect(table.getByRole('row')).toHaveCount(1 + names.length);
      await expect(table.getByRole('rowheader', { name: /likely weak$/ })).not.toHaveCount(0);
      // Narrow, the class list goes into a sheet; the dialog stays, and lies within the window.
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const width of [400, 320]) {
        await page.setViewportSize({ width, height: 720 });
        await expect(table.getByRole('row')).toHaveCount(1 + names.length);
        await expect.poll(() => boxOf(dialog)).toEqual({ isWithin: true, isCut: false });
      }
      await expectNothingSerious(page, 'with coverage, narrow and dark');
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme: null });
      await dialog.getByRole('button', { name: 'Close coverage', exact: true }).click();
      await expect(
        page.getByRole('button', { name: /^Coverage by captions: \d+ of 24 classes likely weak$/ }),
      ).toBeVisible();
    });

    await test.step('photos of a burst share their evidence, and bursts are groups', async () => {
      await panel
        .getByRole('combobox', { name: 'Photos of one camera share their evidence', exact: true })
        .selectOption('within 2 s');
      await expect(
        panel.getByText(/^2 photos in 1 burst; .* Of the 2 labelled photos among them/),
      ).toBeVisible();
      await panel.getByRole('combobox', { name: 'Groups', exact: true }).selectOption('photos of a burst');
      await expect(panel.getByText(`in ${samples.length - 1} groups`)).toBeVisible();
    });

    await test.step('labels of a file say groups and training photos, and both outlive a reload', async () => {
      await page
        .locator('input[type=file][aria-label="Open labels"]')
        .setInputFiles(join(folder, 'labels.csv'));
      const dialog = page.getByRole('dialog', { name: 'Labels of your photos', exact: true });
      await expect(dialog).toContainText(/^.*\d+ training photos of \d+ classes by the part “train”/s);
      await expect(dialog).not.toContainText('without a photo');
      await dialog.getByRole('button', { name: `Use ${samples.length} labels`, exact: true }).click();
      await expect(page.getByText(/ · saved$/)).toBeVisible();
      await page.reload();
      await app.settledWith(samples.length);
      await app.button('Evaluate').click();
      await expect(panel.getByText(`in ${samples.length - 1} groups`)).toBeVisible();
      await panel.getByRole('button', { name: 'Split by training photos', exact: true }).click();
      await expect(
        panel.getByRole('table', { name: /^Acc@1 on head and tail by training photos/ }),
      ).toBeVisible();
      await expect(
        panel.getByText(/^Head: \d+ photos of .* training photos \(the part “train”\)/),
      ).toBeVisible();
    });

    const { rows } = await run({
      precision: 'q8',
      model: at('../public/models/pocket-siglip'),
      index: at('../index-shards/pocket'),
      perClassTable: false,
      json: null,
      answers: null,
      against: null,
      methods: ['core'],
      what: {
        kind: 'folder',
        photos: join(folder, 'set'),
        labels: {
          labels: null,
          codes: [],
          training: null,
          withTraining: false,
          classes: join(folder, 'classes.txt'),
          columns: {},
        },
        halves: null,
        prompt: 'a photo of a {}',
        retrievalPrompt: 'a photo of a {}',
        sweep: false,
      },
    });
    for (const [title, method] of [
      ['Zero-shot', 'zero-shot'],
      ['CoRE', 'core'],
    ] as const) {
      const row = rows.find((one) => one.method === method && one.part === 'all')!;
      const cells = figures.getByRole('row', { name: new RegExp(`^${title}`) }).getByRole('cell');
      for (const [i, name] of (['acc1', 'acc5', 'balanced', 'macroF1'] as const).entries()) {
        const shown = Number.parseFloat((await cells.nth(i).innerText()).trim());
        expect(Math.abs(shown - 100 * row[name]), `${method} ${name}`).toBeLessThanOrEqual(0.1);
      }
      expect(row.acc1).toBeLessThan(1);
    }
  });
});

/** Whether a dialog lies within the window, and whether something of it does not fit its width. */
const boxOf = (dialog: Locator) =>
  dialog.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return { isWithin: left >= 0 && right <= innerWidth, isCut: element.scrollWidth > element.clientWidth };
  });
