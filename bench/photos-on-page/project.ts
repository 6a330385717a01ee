import type { Page } from '@playwright/test';
import type { Driver } from './driver';
import type { KeyTimes } from './in-page';

/** Labels that are timed. */
const LABELS = 30;

/** Has what is dropped kept as a project, labels photos of it, searches them by words, and opens it again after a reload. */
export async function projectIsKept({ page, photos, phase, settled, grown }: Driver): Promise<void> {
  await phase('classifying', async () => {
    await page.evaluate(() => probe.dropPhotos());
    await page.waitForSelector('.tile');
    await settled();
    return undefined;
  });
  await phase('keeping', async () => {
    // It began with the first photo; what is left of the writing is waited for.
    await saved(page);
    return undefined;
  });
  const labels: KeyTimes[] = [];
  await phase('label to paint', async () => {
    labels.push(...(await labelled(page)));
    return { times: labels.map(({ toPaint }) => toPaint) };
  });
  await phase('label, page at work', async () => ({ times: labels.map(({ work }) => work) }));
  await phase('label until saved', async () => ({ times: await labelledUntilSaved(page) }));
  // The first time the words are embedded too; after that only compared, ranked and painted.
  for (const name of ['search, embedded', 'search by words'])
    await phase(name, async () => {
      const times: number[] = [];
      for (const words of WORDS) times.push(await searched(page, words));
      return { times };
    });
  await phase('heap', async () => ({ bytes: await grown() }));
  const since: Record<string, number> = {};
  await phase('reopening', async () => {
    const begun = Date.now();
    await page.reload({ waitUntil: 'commit' });
    await page.evaluate(() => probe.watch());
    await page.waitForSelector('.tile img');
    since.tile = Date.now() - begun;
    await page.waitForFunction(() => performance.getEntriesByName('fernglass model').length > 0);
    since.model = Date.now() - begun;
    // Photos come a few at a time: all of them are there once the last tile says which it is.
    await page.waitForFunction(
      (wanted) => Number(document.querySelector('.tile')?.getAttribute('aria-setsize')) === wanted,
      photos,
      { polling: 100 },
    );
    since.photos = Date.now() - begun;
    await settled();
    since.answers = Date.now() - begun;
    return undefined;
  });
  for (const [name, time] of Object.entries(since))
    await phase(`reopened: ${name}`, async () => ({ times: [time] }));
  await phase('heap, reopened', async () => ({ bytes: await grown() }));
}

const WORDS = ['a red beetle', 'something on its back', 'two dark bars', 'a field of snow', 'a relay'];

const saved = (page: Page) =>
  page.waitForFunction(() => /· saved$/.test(document.querySelector('.project-name')?.textContent ?? ''));

/** Of keys that label a photo, each pressed once the label before is saved. */
async function labelled(page: Page): Promise<KeyTimes[]> {
  await page.locator('.tile-face').first().click();
  const times: KeyTimes[] = [];
  for (let label = 0; label < LABELS; label++) {
    await saved(page);
    await page.evaluate(() => probe.watchKey());
    await page.keyboard.press(label % 2 === 0 ? 'n' : 'u');
    times.push(await page.evaluate(() => probe.keyWatched()));
    await page.keyboard.press('s');
  }
  return times;
}

/** Milliseconds from a key that labels the photo until that is saved. */
async function labelledUntilSaved(page: Page): Promise<number[]> {
  await page.locator('.tile-face').first().click();
  return page.evaluate(async (most) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isSaved = () => /· saved$/.test(document.querySelector('.project-name')?.textContent ?? '');
    const press = (key: string) =>
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
    const times: number[] = [];
    for (let label = 0; label < most; label++) {
      while (!isSaved()) await frame();
      const start = performance.now();
      press(label % 2 === 0 ? 'u' : 'n');
      await frame();
      // What is written is told in the same task that paints the label.
      while (!isSaved()) await new Promise((resolve) => setTimeout(resolve, 4));
      times.push(performance.now() - start);
      press('s');
      await frame();
    }
    return times;
  }, LABELS);
}

/** Milliseconds from Enter in the search field to the end of the frame that has the ranking. */
async function searched(page: Page, words: string): Promise<number> {
  await page.locator('#find').fill(words);
  const time = await page.evaluate(async () => {
    const field = document.querySelector<HTMLInputElement>('#find')!;
    const isThere = () =>
      /ranked/.test(document.querySelector('[aria-label="Photos found"]')?.textContent ?? '');
    const start = performance.now();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    while (!isThere())
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  });
  await page.getByRole('button', { name: 'End search', exact: true }).click();
  await page.waitForTimeout(300);
  return time;
}
