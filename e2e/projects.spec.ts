import { readFile } from 'node:fs/promises';
import { close } from './support/close';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

test('a project opens again as it was left, without anything computed anew, and is named, copied and deleted', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(3));
  await app.settledWith(3);
  await app.button('Projects').click();
  const dialog = page.getByRole('dialog', { name: 'Projects', exact: true });
  const list = dialog.getByRole('list', { name: 'Projects', exact: true });
  await expect(list.getByRole('listitem')).toHaveCount(0);
  await expect(dialog.getByRole('radio', { name: /^Copies of the files \(.*[kM]B\)/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'New project', exact: true }).click();
  await expect(list.getByRole('listitem')).toContainText('3 photos');
  await expect(list.getByRole('listitem')).toContainText('open');

  await test.step('renamed', async () => {
    await list.getByRole('button', { name: /^Rename/ }).click();
    await dialog.getByRole('textbox', { name: 'Project name', exact: true }).fill('Boards');
    await page.keyboard.press('Enter');
    await expect(list.getByRole('button', { name: 'Delete Boards', exact: true })).toBeVisible();
    await dialog.getByRole('button', { name: 'Close projects' }).click();
  });

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
});
