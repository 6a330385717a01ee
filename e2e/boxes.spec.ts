import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { App } from './support/app';
import { close } from './support/close';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

/** Boxes whose surroundings, as they are cropped, are the two drawings of `twoInOne`. */
const LEFT = [0.05, 0.1, 0.4, 0.8] as const;
const RIGHT = [0.55, 0.1, 0.4, 0.8] as const;

/** A photo that shows two samples beside each other. */
async function twoInOne(name: string, samples: readonly string[]) {
  const parts = await Promise.all(
    samples.map(async (path, i) => ({
      input: await sharp(path).resize(480, 480, { fit: 'fill' }).toBuffer(),
      left: 10 + 500 * i,
      top: 10,
    })),
  );
  const empty = sharp({ create: { width: 1000, height: 500, channels: 3, background: 'white' } });
  return { name, mimeType: 'image/png', buffer: await empty.composite(parts).png().toBuffer() };
}

/** What a detector says of photos: two animals each, the right one less sure. */
function recognitions(...files: readonly string[]) {
  const detections = [
    { category: '1', conf: 0.9, bbox: LEFT },
    { category: '2', conf: 0.8, bbox: [0, 0, 1, 1] },
    { category: '1', conf: 0.6, bbox: RIGHT },
  ];
  const json = {
    detection_categories: { '1': 'animal', '2': 'person' },
    images: files.map((file) => ({ file, detections })),
  };
  return { name: 'found.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(json)) };
}

async function dropBoxes(app: App, ...files: readonly string[]) {
  await app.addPhotos(recognitions(...files));
  await app.button('Show its boxes').click();
  await expect(app.page.getByText(/^\d+ boxes on \d+ photos? taken from “found.json”/).first()).toBeVisible();
}

const classify = (page: Page, what: 'Whole photo' | 'Detected animals') =>
  page.getByRole('radio', { name: what, exact: true }).check();

test('two animals in one photo are classified each for itself, and their answers go back on their boxes', async ({
  app,
  page,
}) => {
  await app.open();
  const samples = samplePaths(2);
  await app.addPhotos(samples);
  await app.addPhotos(await twoInOne('pair.png', samples));
  await app.settledWith(3);
  await app.photo('pair.png').getByRole('button').first().click();
  await dropBoxes(app, 'pair.png');
  await classify(page, 'Detected animals');
  const isOf = page.getByRole('status', { name: 'Photos with boxes', exact: true });
  await expect(isOf).toContainText('1 further box each for itself');
  await app.settled();
  await expect(app.evidence.getByText('2 animals are each classified')).toBeVisible();

  const [first, second, pair] = (await app.exportJson()).photos;
  expect(pair).toMatchObject({ classified: { bbox: LEFT }, further: [{ classified: { bbox: RIGHT } }] });
  const [own, other] = [pair!.enriched[0]!.class, pair!.further![0]!.enriched[0]!.class];
  expect([own, other]).toEqual([first!.enriched[0]!.class, second!.enriched[0]!.class]);
  expect(own).not.toBe(other);

  const boxes = page.getByRole('group', { name: 'Boxes', exact: true });
  await test.step('each on the photo, on the tile, and with evidence of its own', async () => {
    const drawn = app.evidence.getByRole('img', { name: /^animal 90 %/ });
    await expect(drawn).toHaveAttribute(
      'aria-label',
      `animal 90 %: ${own}, person 80 %, animal 60 %: ${other}`,
    );
    await expect(app.photo('pair.png')).toContainText(`In further boxes: ${other}`);
    const near = app.evidence.getByRole('region', { name: 'Captions near this photo', exact: true });
    const before = await near.textContent();
    await expect(boxes.getByRole('radio')).toHaveCount(2);
    await boxes.getByRole('radio', { name: `2 ${other}, animal 60 %`, exact: true }).check();
    await expect(app.evidence.locator('.why-name')).toHaveText(other);
    await expect.poll(() => near.textContent()).not.toBe(before);
    // The choice itself has the focus.
    await page.keyboard.press('o');
    await expect(boxes.getByRole('radio', { name: /^1 / })).toBeChecked();
    await page.keyboard.press('o');
    await expect(boxes.getByRole('radio', { name: /^2 / })).toBeChecked();
  });

  await test.step('one is labelled by itself, large too, and has its label after a reload', async () => {
    await app.button('Unsure').click();
    await expect(boxes.getByRole('radio', { name: '2 you say unsure, animal 60 %' })).toBeVisible();
    await app.button('Undo').click();
    await page.keyboard.press('v');
    const large = page.getByRole('dialog', { name: 'pair.png, large', exact: true });
    await expect(large.getByRole('radio', { name: /^2 / })).toBeChecked();
    await large.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByText(/· saved$/).first()).toBeVisible();
    await page.reload();
    await app.settledWith(3);
    await app.photo('pair.png').getByRole('button').first().click();
    await expect(
      boxes.getByRole('radio', { name: `2 you say ${other}, animal 60 %`, exact: true }),
    ).toBeVisible();
    expect((await app.exportJson()).photos[2]).toMatchObject({
      further: [{ label: { state: 'class', className: other } }],
    });
  });

  await test.step('and both go back on their boxes', async () => {
    await app.button('Export').click();
    await page.getByRole('menuitem', { name: 'MegaDetector JSON', exact: true }).click();
    const saving = page.waitForEvent('download');
    await app.button('Save MegaDetector JSON').click();
    const written = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
    const names = written.classification_categories;
    const its = written.images.find(({ file }: { file: string }) => file === 'pair.png').detections;
    expect(
      its.map(({ bbox, classifications }: { bbox: number[]; classifications?: [string, number][] }) => [
        bbox,
        classifications && names[classifications[0]![0]],
      ]),
    ).toEqual([
      [LEFT, own],
      [[0, 0, 1, 1], undefined],
      [RIGHT, other],
    ]);
  });
});

test('where only small pictures are kept, crops made before stay, and others are said not to be had', async ({
  app,
  page,
}) => {
  await app.open();
  await app.button('Projects').click();
  const dialog = page.getByRole('dialog', { name: 'Projects', exact: true });
  await dialog.getByRole('radio', { name: /^Small pictures only/ }).check();
  await dialog.getByRole('button', { name: 'Close projects' }).click();
  const samples = samplePaths(3);
  await app.addPhotos([
    await twoInOne('pair.png', samples.slice(0, 2)),
    await twoInOne('other.png', samples.slice(1)),
  ]);
  await app.settledWith(2);
  const [, whole] = (await app.exportJson()).photos;
  await dropBoxes(app, 'pair.png');
  await classify(page, 'Detected animals');
  await expect(page.getByText('1 further box each for itself')).toBeVisible();
  await app.settled();
  const [cropped] = (await app.exportJson()).photos;
  await expect(page.getByText(/· saved$/).first()).toBeVisible();

  await page.reload();
  await app.settledWith(2);
  expect((await app.exportJson()).photos[0]).toEqual(close(cropped));
  await expect(page.getByText(/cannot be cropped any more/)).toHaveCount(0);

  // What cannot be had is said before it is asked for.
  await classify(page, 'Whole photo');
  await app.settled();
  await dropBoxes(app, 'other.png');
  await expect(
    page.getByText('1 photo cannot be cropped any more: only small pictures are kept.'),
  ).toBeVisible();
  await expect(app.photo('other.png')).toContainText('cannot be cropped');
  await expect(app.photo('pair.png')).not.toContainText('cannot be cropped');
  await classify(page, 'Detected animals');
  await app.settled();
  await app.photo('other.png').getByRole('button').first().click();
  await expect(
    app.evidence.getByText('its file is gone, so that it cannot be cropped: classified whole'),
  ).toBeVisible();
  const after = await app.exportJson();
  expect(after.photos[0]).toEqual(close(cropped));
  expect(after.photos[1]).toEqual(close({ ...whole, boxes: after.photos[1]!.boxes }));
  expect(after.photos[1]).not.toHaveProperty('error');
});
