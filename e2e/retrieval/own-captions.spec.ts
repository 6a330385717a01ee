import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { captionsUsed, indexMenu } from '../support/index-host';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

const FLORA = `# LED driver

A light-emitting diode in series with a resistor. The transistor switches the current.

# Wheatstone bridge

Four resistors in a diamond, a meter across the middle.`;

test('captions of one’s own become an index that is searched, exported and there without a network', async ({
  app,
  page,
  context,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(1));
  await app.settledWith(1);
  let archive = Buffer.alloc(0);

  const dialog = page.getByRole('dialog', { name: 'Add captions', exact: true });
  await test.step('a text is shown as the captions that it becomes', async () => {
    await (await indexMenu(app)).getByRole('button', { name: 'Add captions' }).click();
    await dialog.getByRole('textbox', { name: 'Captions', exact: true }).fill(FLORA);
    await expect(dialog.getByRole('list', { name: 'First captions' }).getByRole('listitem')).toHaveText([
      'LED driver: A light-emitting diode in series with a resistor.',
      'LED driver: The transistor switches the current.',
      'Wheatstone bridge: Four resistors in a diamond, a meter across the middle.',
    ]);
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Workshop notes');
    await dialog.getByRole('textbox', { name: 'Licence' }).fill('CC0');
  });

  await test.step('a file that holds no text is refused, and loses nothing', async () => {
    await dialog
      .getByLabel('Open caption files', { exact: true })
      .setInputFiles({ name: 'book.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF\0\0') });
    await expect(dialog.getByRole('alert')).toContainText('book.pdf is no text');
    await dialog.getByRole('button', { name: 'Make an index of 3 captions' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('it is searched beside the pocket index, which takes no part once it is left out', async () => {
    await expect(app.status).toContainText('captions in 2 indexes');
    await app.settled();
    await app.items().first().click();
    await expect(app.evidence).toContainText(/Captions from Pocket captions \(.*\) and Workshop notes/);
    const indexes = (await indexMenu(app)).getByRole('region', { name: 'Indexes' });
    await expect(indexes.getByRole('checkbox', { name: 'Use Workshop notes' })).toBeChecked();
    await indexes.getByRole('checkbox', { name: 'Use Pocket captions' }).uncheck();
    await page.keyboard.press('Escape');
    await expect(app.status).toContainText('3 of 3 captions');
    await app.settled();
    const used = await captionsUsed(app);
    expect(used.length).toBeGreaterThan(0);
    for (const text of used) expect(text).toMatch(/^(LED driver|Wheatstone bridge): /);
    await expect(app.evidence).toContainText('Workshop notes');
  });

  await test.step('it can be exported as a folder that any host can serve', async () => {
    const menu = await indexMenu(app);
    const list = menu.getByRole('list', { name: 'Indexes' });
    await expect(list).toContainText('3 captions');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      list.getByRole('button', { name: 'Export Workshop notes' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Workshop-notes.zip');
    archive = await readFile(await download.path());
    const names = Object.keys(unzipSync(archive));
    expect(names.filter((name) => name.endsWith('/manifest.json'))).toHaveLength(1);
    expect(names.filter((name) => name.endsWith('.bin'))).toHaveLength(2);
  });

  await test.step('a file can be added to it, under terms of its own, taken away again, and be put back', async () => {
    await (await indexMenu(app)).getByText('1 file of Workshop notes').click();
    await page.getByRole('button', { name: 'Add captions to Workshop notes' }).click();
    const adding = page.getByRole('dialog', { name: 'Add captions to Workshop notes' });
    await adding.getByLabel('Open caption files', { exact: true }).setInputFiles({
      name: 'bridges.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('A Maxwell bridge measures inductance.\nA Schering bridge measures capacitance.\n'),
    });
    await adding.getByRole('textbox', { name: 'Licence' }).fill('CC BY');
    await adding.getByRole('button', { name: 'Add 2 captions' }).click();
    await expect(app.status).toContainText('5 of 5 captions');
    await app.settled();
    await app.evidence.getByText('Sources and licences').click();
    await expect(app.evidence.getByRole('list', { name: 'Sources and licences' })).toContainText(
      'Workshop notes, bridges.txt: not stated, licence CC BY',
    );
    const menu = await indexMenu(app);
    await menu.getByText('2 files of Workshop notes').click();
    await menu.getByRole('button', { name: 'Remove bridges.txt from Workshop notes' }).click();
    await expect(app.status).toContainText('3 of 3 captions');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo: bridges.txt of Workshop notes removed.' }).click();
    await expect(app.status).toContainText('5 of 5 captions');
    await page.getByRole('button', { name: /^Redo: Undone: bridges\.txt of Workshop notes removed/ }).click();
    await expect(app.status).toContainText('3 of 3 captions');
    await app.settled();
  });

  await test.step('what was exported can be taken in again, and is searched too', async () => {
    const menu = await indexMenu(app);
    const input = menu.getByLabel('Import index', { exact: true });
    const cut = { name: 'cut.zip', mimeType: 'application/zip', buffer: archive.subarray(0, 900) };
    await input.setInputFiles(cut);
    await expect(menu.getByRole('alert')).toContainText('cut.zip');
    await input.setInputFiles({ name: 'notes.zip', mimeType: 'application/zip', buffer: archive });
    await expect(menu.getByRole('checkbox', { name: 'Use Workshop notes' })).toHaveCount(2);
    await expect(app.status).toContainText('6 of 6 captions in 2 indexes');
    await menu.getByRole('button', { name: 'Delete Workshop notes' }).last().click();
    await menu.getByRole('button', { name: 'Delete it' }).click();
    await expect(app.status).toContainText('3 of 3 captions');
    await app.settled();
  });

  await test.step('it is there after a reload without a network', async () => {
    await context.setOffline(true);
    await page.reload();
    await expect(app.status).toContainText('3 of 3 captions');
    await app.settled();
    await context.setOffline(false);
  });

  await test.step('it can be renamed, and goes when it is deleted: the pocket index takes its place', async () => {
    const menu = await indexMenu(app);
    await menu.getByRole('button', { name: 'Rename Workshop notes' }).click();
    await menu.getByRole('textbox', { name: 'New title of Workshop notes' }).fill('Bench notes');
    await menu.getByRole('button', { name: 'Rename it' }).click();
    await menu.getByRole('button', { name: 'Delete Bench notes' }).click();
    await menu.getByRole('button', { name: 'Delete it' }).click();
    await expect(menu.getByRole('checkbox', { name: 'Use Bench notes' })).toBeHidden();
    await expect(menu.getByRole('checkbox', { name: 'Use Pocket captions' })).toBeChecked();
    await expect(app.status).not.toContainText('3 of 3 captions');
    await app.settled();
    await expect(app.status).toContainText(/[\d,]{6} of [\d,]{6} captions/);
  });
});
