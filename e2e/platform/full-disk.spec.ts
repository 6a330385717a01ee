import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';
import type { App } from '../support/app';
import { samplePaths } from '../support/samples';
import { keptOfPhotos } from '../support/stores';
import { expect, test } from '../support/test';

/** Sets how much the browser lets the page keep beyond what it keeps now, in bytes; null for as much as it likes. */
async function giveRoom(page: Page, session: CDPSession, room: number | null): Promise<void> {
  const { origin } = new URL(page.url());
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(room === null ? {} : { quotaSize: usage + room }),
  });
}

/** Whether the browser lets the page write a row: for some seconds it goes by what it reckoned before. */
const mayWrite = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('probe');
      opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    }).catch(() => null);
    if (database === null) return false;
    const writing = database.transaction('rows', 'readwrite');
    writing.objectStore('rows').put(new Uint8Array(1000), 'row');
    const isWritten = await new Promise<boolean>((resolve) => {
      writing.oncomplete = () => resolve(true);
      writing.onabort = () => resolve(false);
    });
    database.close();
    return isWritten;
  });

/** Photos of whose files copies are kept. */
const copies = async (page: Page) =>
  (await keptOfPhotos(page)).filter((row) => row.startsWith('pictures ')).length;

/** Photos whose rows say what a person said. */
const labelled = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('fernglass-projects');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('photos').objectStore('photos').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.filter(({ label }) => label !== null).length);
          };
        };
      }),
  );

/** A file of so many bytes that begins as the picture at a path does. */
async function fileOf(path: string, name: string, bytes: number) {
  const buffer = Buffer.alloc(bytes);
  (await readFile(path)).copy(buffer);
  return { name, mimeType: 'image/jpeg', buffer };
}

const notSaved = (app: App) => app.page.getByText(/^Not saved: /);
const MB = 1e6;

// Fault: storage full × photos; storage full × answers; storage full × projects
test('the disk is full while photos are copied in: work goes on, what is not saved is said, and it is saved once there is room', async ({
  app,
  page,
}) => {
  const [first, second, , third] = samplePaths(4);
  await app.open();
  const session = await page.context().newCDPSession(page);
  await giveRoom(page, session, 4 * MB);
  // Copies of two fit and of the third not: what is said of all of them does.
  await app.addPhotos([
    await fileOf(first!, 'one.jpg', 1.5 * MB),
    await fileOf(second!, 'two.jpg', 1.5 * MB),
    await fileOf(third!, 'three.jpg', 6 * MB),
  ]);
  await app.settledWith(3);
  await expect(notSaved(app)).toContainText('copies of 1 file (6.0 MB)');
  await expect(page.getByText(/ · not saved$/)).toBeVisible();
  expect(await copies(page)).toBe(2);

  await test.step('labels and answers are saved meanwhile', async () => {
    await app.items().first().click();
    await app.button('Accept').click();
    await expect.poll(() => labelled(page)).toBe(1);
    await expect(notSaved(app)).toContainText('copies of 1 file');
  });

  await test.step('the project stays open where it cannot be left without loss, and its export says what it lacks', async () => {
    await app.button('Projects').click();
    const dialog = page.getByRole('dialog', { name: 'Projects', exact: true });
    await dialog.getByRole('button', { name: 'New project', exact: true }).click();
    await expect(dialog).toContainText(
      /is kept yet, so it stays open\. This browser gives the page no more room/,
    );
    const exporting = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export project', exact: true }).click();
    await exporting;
    await expect(dialog).toContainText(/The file holds what is saved of/);
    await dialog.getByRole('button', { name: 'Close projects' }).click();
    await expect(app.items()).toHaveCount(3);
  });

  await test.step('what takes the room is a click away; with room again the rest is saved by itself', async () => {
    await app.button('Free space…').click();
    const panel = page.getByRole('dialog', { name: 'What this browser keeps', exact: true });
    await expect(panel.getByRole('listitem').filter({ hasText: 'Project “' })).toHaveCount(1);
    await page.keyboard.press('Escape');
    await giveRoom(page, session, null);
    await expect(notSaved(app)).toHaveCount(0);
    await expect(page.getByText(/ · saved$/)).toBeVisible();
    expect(await copies(page)).toBe(3);
  });

  await test.step('after a reload all of it is there', async () => {
    await page.reload();
    await app.settledWith(3);
    await expect(app.items().first()).toContainText('You say');
    await expect(app.items().locator('img')).toHaveCount(3);
  });
});

// Fault: storage full × projects
test('the disk is full to the last byte: labels are not lost, and are saved when something is removed', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  await expect(page.getByText(/ · saved$/)).toBeVisible();
  // Another project, which can go.
  await app.button('Projects').click();
  const dialog = page.getByRole('dialog', { name: 'Projects', exact: true });
  const list = dialog.getByRole('list', { name: 'Projects', exact: true });
  await list.getByRole('button', { name: /^Duplicate / }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  const before = await keptOfPhotos(page);

  const session = await page.context().newCDPSession(page);
  await giveRoom(page, session, -0.5 * MB);
  await expect.poll(() => mayWrite(page)).toBe(false);
  await test.step('copying and importing a project say why they come to nothing, and leave nothing behind', async () => {
    await list
      .getByRole('button', { name: /^Duplicate / })
      .last()
      .click();
    await expect(dialog).toContainText('This browser gives the page no more room');
    const exporting = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export project', exact: true }).click();
    const file = await (await exporting).path();
    await expect(dialog.getByText('no more room')).toHaveCount(0);
    await dialog.getByLabel('Project file', { exact: true }).setInputFiles(file);
    await expect(dialog).toContainText('This browser gives the page no more room');
    await expect(list.getByRole('listitem')).toHaveCount(2);
    expect(await keptOfPhotos(page)).toEqual(before);
    await dialog.getByRole('button', { name: 'Close projects' }).click();
  });

  await test.step('what is done is on the page, and the page says that it is not saved', async () => {
    await app.items().first().click();
    await app.button('Accept').click();
    await expect(notSaved(app)).toContainText('what was done last, of 1 photo');
    await expect(app.items().first()).toContainText('You say');
    expect(await labelled(page)).toBe(0);
    const exported = await app.exportJson();
    expect(exported.photos.filter(({ label }) => label !== undefined)).toHaveLength(1);
  });

  await test.step('removing the index makes room, and one click saves', async () => {
    await app.button('Free space…').click();
    const panel = page.getByRole('dialog', { name: 'What this browser keeps', exact: true });
    const kept = panel.getByRole('listitem').filter({ hasText: new URL(page.url()).host });
    await kept.getByRole('button', { name: /^Remove/ }).click();
    await kept.getByRole('button', { name: 'Remove it' }).click();
    await expect(kept).toHaveCount(0);
    await page.keyboard.press('Escape');
    await app.button('Save again').click();
    await expect(notSaved(app)).toHaveCount(0);
    expect(await labelled(page)).toBe(1);
  });
});

test.describe('a first visit', () => {
  test.use({ visit: 'first' });

  // Fault: storage full × app; storage full × model; storage full × index
  test('with hardly any room: photos are classified from memory, what is not kept is said, and a visit with room keeps it', async ({
    app,
    page,
    baseURL,
  }) => {
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(baseURL!);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3 * MB });
    await app.open();
    await app.addPhotos(samplePaths(2));
    await app.settledWith(2);
    const { photos } = await app.exportJson();
    for (const { enriched } of photos) expect(enriched.length).toBeGreaterThan(0);
    await expect(app.status).toContainText(
      /not offline yet \(.*(?:not stored|only in memory|no more storage)/,
    );

    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await expect(notSaved(app)).toHaveCount(0);
    await page.reload();
    await app.settledWith(2);
    await expect(app.status).toContainText(/works offline/i);
  });
});
