import { readFile } from 'node:fs/promises';
import { close } from './support/close';
import { samplePaths } from './support/samples';
import { filesIn, keptOfPhotos, storesWith } from './support/stores';
import { expect, test } from './support/test';

test('what is dropped is a project by itself, opens again as it was left, and is named, copied and deleted', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(3));
  await app.settledWith(3);
  const told = page.getByText(/^Kept in this browser as “.*”: labels, answers, copies of 3 files \(\d+ kB\)/);
  await expect(told).toBeVisible();
  await app.button('Keep it so').click();
  await expect(told).toHaveCount(0);
  await app.button('Projects').click();
  const dialog = page.getByRole('dialog', { name: 'Projects', exact: true });
  const list = dialog.getByRole('list', { name: 'Projects', exact: true });
  await expect(list.getByRole('listitem')).toContainText('3 photos');
  await expect(list.getByRole('listitem')).toContainText('open');
  await expect(dialog.getByRole('radio', { name: /^Where the files lie/ })).toBeChecked();

  await test.step('renamed', async () => {
    await list.getByRole('button', { name: /^Rename/ }).click();
    await dialog.getByRole('textbox', { name: 'Project name', exact: true }).fill('Plates');
    await page.keyboard.press('Enter');
    await expect(list.getByRole('button', { name: 'Delete Plates', exact: true })).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Name of this project', exact: true }).fill('Boards');
    await page.keyboard.press('Enter');
    await expect(list.getByRole('button', { name: 'Delete Boards', exact: true })).toBeVisible();
    await dialog.getByRole('button', { name: 'Close projects' }).click();
  });

  // Not among the texts that ship with the model: it is embedded, and kept.
  await app.classes.press('ControlOrMeta+End');
  await app.classes.pressSequentially('\nKeptword relay');
  await app.settled();
  await expect.poll(() => storesWith(page, 'Keptword')).toContain('IndexedDB fernglass-texts');
  await app.items().first().click();
  await app.button('Accept').click();
  await expect(app.items().first()).toContainText('You say');
  const note = page.getByRole('textbox', { name: 'Note', exact: true });
  await note.fill('from the old bench');
  const before = await app.exportJson();
  await expect(page.getByText('Boards · saved')).toBeVisible();

  await test.step('after a reload photos, small pictures, labels and answers are there', async () => {
    await page.reload();
    await app.settledWith(3);
    await expect(page.getByText('Boards · saved')).toBeVisible();
    await expect(app.items().first()).toContainText('You say');
    await expect(app.items().locator('img')).toHaveCount(3);
    expect((await app.exportJson()).photos).toEqual(close(before.photos));
    expect(before.photos[0]).toMatchObject({ note: 'from the old bench' });
    await expect(note).toHaveValue('from the old bench');
  });

  await test.step('exported as one file and imported it lies beside the first; another file is refused', async () => {
    await app.button('Projects').click();
    const exporting = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export project', exact: true }).click();
    const file = await (await exporting).path();
    await expect(dialog.getByRole('button', { name: 'Import project', exact: true })).toBeVisible();
    const input = dialog.getByLabel('Project file', { exact: true });
    await input.setInputFiles(file);
    await expect(list.getByRole('listitem')).toHaveCount(2);
    await input.setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: Buffer.from('no') });
    await expect(dialog).toContainText('The file is no ZIP archive');
    await list.getByRole('button', { name: 'Delete Boards (2)', exact: true }).click();
    // Among photos it is told from an archive of them.
    await app.addPhotos({ name: 'boards.zip', mimeType: 'application/zip', buffer: await readFile(file) });
    await page.getByRole('button', { name: 'Open as project', exact: true }).click();
    await expect(page.getByText('Boards (2) · saved')).toBeVisible();
    await expect(note).toHaveValue('from the old bench');
    await app.button('Projects').click();
    await list.getByRole('button', { name: 'Open Boards', exact: true }).click();
    await list.getByRole('button', { name: 'Delete Boards (2)', exact: true }).click();
    await expect(app.items()).toHaveCount(3);
  });

  await test.step('a copy lies beside it; deleted, the page is empty, until that is undone', async () => {
    await app.button('Projects').click();
    await list.getByRole('button', { name: 'Duplicate Boards', exact: true }).click();
    await expect(list.getByRole('listitem')).toHaveCount(2);
    await list.getByRole('button', { name: 'Delete Boards', exact: true }).click();
    await expect(app.items()).toHaveCount(0);
    await app.button('Undo').click();
    await app.settledWith(3);
    await expect(app.items().first()).toContainText('You say');
  });

  await test.step('small pictures only: the copies go, and the storage panel says how little is left', async () => {
    await app.button('Projects').click();
    const item = list.getByRole('listitem').filter({ hasText: '· open' });
    await dialog.getByRole('radio', { name: /^Small pictures only/ }).check();
    await expect(item).toContainText(/ \d+ kB /);
    await dialog.getByRole('button', { name: 'Close projects' }).click();
    await app.status.getByRole('button', { name: /stored/ }).click();
    const kept = page.getByRole('list', { name: 'Kept in this browser', exact: true }).getByRole('listitem');
    const both = kept.filter({ hasText: 'Project “Boards' });
    await expect(both).toHaveCount(2);
    await both
      .last()
      .getByRole('button', { name: /^Remove Project/ })
      .click();
    await both.last().getByRole('button', { name: 'Remove it' }).click();
    await expect(both).toHaveCount(1);
  });

  await test.step('“leave no trace” removes the project at once, and nothing is written after that', async () => {
    await page.keyboard.press('Escape');
    await app.button('Projects').click();
    await list.getByRole('button', { name: 'Open Boards, copy', exact: true }).click();
    await app.settledWith(3);
    const id = await page.evaluate(() => String(sessionStorage['fernglass.project']));
    // Those that were deleted can be taken back until the next visit.
    const others = (await keptOfPhotos(page)).filter((row) => !row.includes(id));
    const deleted = ['IndexedDB fernglass-projects'];
    await dialog.getByRole('radio', { name: /leaves no trace/ }).check();
    await expect(list.getByRole('listitem')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Close projects' }).click();
    await expect(page.getByText('Leaves no trace', { exact: true })).toBeVisible();
    await app.classes.press('ControlOrMeta+End');
    await app.classes.pressSequentially('\nTypedclass board');
    await app.settled();
    await page.getByRole('searchbox', { name: 'Search photos', exact: true }).fill('Soughtword on a board');
    await page.keyboard.press('Enter');
    await app.button('End search').click();
    await app.items().first().click();
    await app.button('Unsure').click();
    await note.fill('Notedword');
    await app.addPhotos(samplePaths(4).slice(3));
    await app.settledWith(4);
    for (const word of ['Keptword', 'Typedclass', 'Soughtword', 'Notedword'])
      await expect.poll(() => storesWith(page, word), word).toEqual(word === 'Keptword' ? deleted : []);
    expect(await keptOfPhotos(page)).toEqual(others);
    expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).not.toHaveProperty(
      'fernglass.request',
    );
  });

  await test.step('kept where they lie, photos of a folder are read there after a reload, without a copy', async () => {
    const files = await Promise.all(samplePaths(2).map(async (path) => [...(await readFile(path))]));
    // A folder of the origin's own has real handles; the system's picker cannot be driven.
    await page.addInitScript(() => {
      const site = async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('site', { create: true });
      Object.assign(globalThis, { showDirectoryPicker: site });
    });
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await app.settledWith(0);
    await page.evaluate(async (files) => {
      const root = await navigator.storage.getDirectory();
      const below = await (await root.getDirectoryHandle('site', { create: true })).getDirectoryHandle('a', {
        create: true,
      });
      for (const [i, bytes] of files.entries()) {
        const writing = await (await below.getFileHandle(`${i}.jpg`, { create: true })).createWritable();
        await writing.write(new Uint8Array(bytes));
        await writing.close();
      }
    }, files);
    await app.button('Projects').click();
    await dialog.getByRole('radio', { name: /^Where the files lie/ }).check();
    await dialog.getByRole('button', { name: 'Close projects' }).click();
    await page.getByTitle('Add a folder', { exact: true }).click();
    await app.settledWith(2);
    await expect(page.getByText(/ · saved$/)).toBeVisible();
    await page.reload();
    await app.settledWith(2);
    expect((await keptOfPhotos(page)).filter((name) => name.startsWith('pictures'))).toEqual([]);
    await app.button('Export').click();
    await page.getByRole('menuitem', { name: 'Sorted folders', exact: true }).click();
    await page.getByLabel('Sort by').selectOption('copies in a folder of yours');
    await app.button('Save Sorted folders').click();
    await expect(page.getByText(/^Sorted into “fernglass-sorted-.*” in “site”\.$/)).toBeVisible();
    expect(
      (await filesIn(page, 'site')).filter((path) => /sorted.*\/(0\.jpg|1\.jpg|metadata\.csv)$/.test(path)),
    ).toHaveLength(3);
    await app.items().first().click();
    await page.keyboard.press('v');
    const large = page.getByRole('dialog').getByRole('img');
    await expect
      .poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(200);
  });
});
