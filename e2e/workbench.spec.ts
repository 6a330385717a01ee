import { readFile } from 'node:fs/promises';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

test('photos are found by words, by a photo and by both, grouped, and labelled many at a time', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(8));
  await app.settledWith(8);
  const search = page.getByRole('searchbox', { name: 'Search photos', exact: true });
  const row = page.getByRole('region', { name: 'Search by what photos show', exact: true });
  const found = page.getByRole('status', { name: 'Photos found', exact: true });

  await test.step('by words', async () => {
    await search.fill('a photo of a circuit board');
    await expect(app.items()).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(search).toHaveValue('');
    await expect(row).toContainText('“a photo of a circuit board”');
    await expect(found).toHaveText('8 photos ranked, the nearest first');
    await expect(app.items()).toHaveCount(8);
  });

  await test.step('by a photo too, with a slider between, and by it alone', async () => {
    const last = app.items().last();
    const file = (await last.getAttribute('aria-label'))!;
    await last.getByRole('button').first().click();
    await page.keyboard.press('f');
    await expect(row).toContainText(file);
    await row.getByRole('slider', { name: 'Photo or words', exact: true }).fill('0');
    await expect(app.items().first()).toHaveAccessibleName(file);
    await row.getByRole('button', { name: 'Search without the words', exact: true }).click();
    await expect(row.getByRole('slider', { name: 'Photo or words', exact: true })).toHaveCount(0);
    await expect(app.items().first()).toHaveAccessibleName(file);
  });

  await test.step('the cut shows fewer; the end shows all as they were', async () => {
    await row.getByRole('slider', { name: 'How many of the nearest', exact: true }).fill('0');
    await expect(app.items()).toHaveCount(1);
    await row.getByRole('button', { name: 'End search', exact: true }).click();
    await expect(row).toHaveCount(0);
    await expect(app.items()).toHaveCount(8);
  });

  await test.step('grouped by class, each group under a heading with its count', async () => {
    await page.getByRole('combobox', { name: 'Group', exact: true }).selectOption('Group by class');
    const groups = page.getByRole('status', { name: 'Groups', exact: true });
    await expect(groups).toHaveText(/^[2-6] groups$/);
    const headings = app.photos.getByRole('heading', { level: 3 });
    await expect(headings.first()).toBeVisible();
    const count = Number(/^(\d)/.exec((await groups.textContent()) ?? '')?.[1]);
    await expect(headings).toHaveCount(count);
    await expect(app.photos.locator('.tile')).toHaveCount(8);
  });

  const selected = page.getByRole('status', { name: 'Photos selected', exact: true });
  const tile = (at: number) => app.photos.locator('.tile').nth(at);

  await test.step('a group, a range and all are selected, and heard', async () => {
    const select = app.photos.getByRole('button', { name: /^Select \d photos?: / }).first();
    const size = Number(/^Select (\d)/.exec((await select.getAttribute('aria-label'))!)?.[1]);
    await page.getByRole('combobox', { name: 'Group', exact: true }).selectOption('Group by likeness');
    await expect(page.getByRole('status', { name: 'Groups', exact: true })).toHaveText('2 groups');
    expect(size).toBeGreaterThan(0);
    await page.getByRole('combobox', { name: 'Group', exact: true }).selectOption('Not grouped');
    await expect(app.photos.getByRole('heading', { level: 3 })).toHaveCount(0);
    await tile(1).getByRole('button').first().click();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(selected).toHaveText('3 photos selected');
    await expect(tile(2).getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');
    await expect(tile(5).getByRole('button').first()).toHaveAttribute('aria-pressed', 'false');
    await tile(5)
      .getByRole('button')
      .first()
      .click({ modifiers: ['Shift'] });
    await expect(selected).toHaveText('5 photos selected');
    await tile(0)
      .getByRole('button')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await expect(selected).toHaveText('6 photos selected');
    await page.keyboard.press('Escape');
    await expect(selected).toHaveText('');
    await page.keyboard.press('ControlOrMeta+a');
    await expect(selected).toHaveText('8 photos selected');
  });

  await test.step('labelled at once, and taken back with one Undo', async () => {
    const bar = page.getByRole('region', { name: 'Selected photos', exact: true });
    await bar.getByRole('combobox', { name: 'Label all', exact: true }).fill('LED');
    await page.keyboard.press('Enter');
    await expect(app.photos.getByText('LED driver', { exact: true }).first()).toBeVisible();
    await expect(app.photos.locator('.tile-accepted')).toHaveCount(8);
    await app.button('Undo').click();
    await expect(app.photos.locator('.tile-accepted')).toHaveCount(0);
    await tile(0).getByRole('button').first().focus();
    await page.keyboard.press('u');
    await expect(app.photos.locator('.tile-accepted')).toHaveCount(8);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(app.photos.locator('.tile-accepted')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
  });

  await test.step('boxes of a recognition file are shown, the animal in one is classified, and answers go back', async () => {
    const first = app.items().first();
    const name = (await first.getAttribute('aria-label'))!;
    const detections = [
      { category: '1', conf: 0.9, bbox: [0.25, 0.25, 0.5, 0.5] },
      { category: '1', conf: 0.3, bbox: [0, 0, 0.5, 0.5] },
    ];
    const json = { detection_categories: { '1': 'animal' }, images: [{ file: name, detections }] };
    await app.addPhotos({
      name: 'recognitions.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(json)),
    });
    await app.button('Show its boxes').click();
    await expect(page.getByText(/^2 boxes on 1 photo taken from “recognitions.json”/).first()).toBeVisible();
    await first.getByRole('button').first().click();
    await expect(
      app.evidence.getByRole('img', { name: 'animal 90 %, animal 30 %', exact: true }),
    ).toBeVisible();
    const least = page.getByRole('slider', { name: 'Boxes from', exact: true });
    await least.fill('0.5');
    await expect(app.evidence.getByRole('img', { name: 'animal 90 %', exact: true })).toBeVisible();
    const margin = () =>
      app.evidence
        .getByText(/^margin/)
        .first()
        .textContent();
    const whole = await margin();
    const isOf = page.getByRole('status', { name: 'Photos with boxes', exact: true });
    await page.getByRole('radio', { name: 'Detected animals', exact: true }).check();
    await expect(isOf).toHaveText('1 of 1 photo with boxes by the animal, the others whole');
    await expect(app.evidence.getByText('animal 90 % is classified')).toBeVisible();
    await expect.poll(margin).not.toBe(whole);
    await app.button('Undo').click();
    await expect(isOf).toHaveText('1 photo with boxes');
    await expect.poll(margin).toBe(whole);
    await page.getByRole('radio', { name: 'Detected animals', exact: true }).check();
    await expect(app.evidence.getByText('animal 90 % is classified')).toBeVisible();
    await app.settled();
    await app.button('Export').click();
    await page.getByRole('menuitem', { name: 'MegaDetector JSON', exact: true }).click();
    const saving = page.waitForEvent('download');
    await app.button('Save MegaDetector JSON').click();
    const written = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
    const its = written.images.find(({ file }: { file: string }) => file === name).detections;
    expect(its).toMatchObject(detections);
    expect(its.map(({ classifications = [] }) => classifications.length > 0)).toEqual([true, false]);
  });

  await test.step('a caption is left out, pinned to the class, and both are taken back', async () => {
    await tile(0).getByRole('button').first().click();
    const near = app.evidence.getByRole('region', { name: 'Captions near this photo', exact: true });
    const menu = near.getByRole('button', { name: /^Caption: / }).first();
    const text = (await menu.getAttribute('aria-label'))!.slice('Caption: '.length);
    const its = near.getByRole('button', { name: `Caption: ${text}`, exact: true });
    // All of them are one Tab stop, with arrows from one to the next.
    const stops = near.getByRole('list').first().locator('button[tabindex="0"]');
    await expect(stops).toHaveCount(1);
    await menu.focus();
    await page.keyboard.press('ArrowDown');
    await expect(near.getByRole('button', { name: /^Caption: / }).nth(1)).toBeFocused();
    await expect(stops).toHaveCount(1);
    await page.keyboard.press('Home');
    await expect(menu).toBeFocused();
    await page.keyboard.press('Enter');
    await near.getByRole('menuitem', { name: 'Leave out everywhere', exact: true }).click();
    await expect(its).toHaveCount(0);
    await expect(near).toContainText('Captions left out: 1');
    await app.button('Undo').click();
    await expect(its).toBeVisible();
    await its.click();
    await near.getByRole('menuitem', { name: 'Pin for this photo', exact: true }).click();
    await expect(near.getByRole('listitem').first()).toContainText('pinned');
    await app.button('Undo').click();
    await expect(near.getByRole('listitem').first()).not.toContainText('pinned');
  });
});
