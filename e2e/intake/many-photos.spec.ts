import { smallPictures } from '../support/pictures';
import { expect, test } from '../support/test';

test('500 photos at once: progress, answers as they come, cancel, and nothing lost', async ({
  app,
  page,
}) => {
  test.setTimeout(300_000);
  const files = await smallPictures(500);
  await app.open();
  await app.addPhotos(files);
  await expect(app.status).toContainText(/of 500/);
  await expect(app.status).not.toHaveText(/Ready\s*$/);
  await expect.poll(() => finished(app.status)).toBeGreaterThanOrEqual(8);

  await app.button('Cancel').click();
  await app.settled();
  const { photos } = await app.exportJson();
  expect(photos).toHaveLength(500);
  const answered = photos.filter(({ enriched }) => enriched.length > 0);
  expect(answered.length).toBeGreaterThanOrEqual(8);
  expect(answered.length).toBeLessThan(500);
  // In order: what was answered are the first ones.
  expect(answered.map(({ file }) => file)).toEqual(files.slice(0, answered.length).map(({ name }) => name));

  await test.step('only the tiles near the view are drawn, and each says which of all it is', async () => {
    expect(await app.items().count()).toBeLessThan(100);
    const first = app.photo(files[0]!.name);
    await expect(first).toHaveAttribute('aria-setsize', '500');
    await expect(first).toHaveAttribute('aria-posinset', '1');
    await expect(app.photo(files[499]!.name)).toHaveCount(0);
  });

  await test.step('the keyboard reaches every photo, and the one it is on is never taken away', async () => {
    const focused = page.locator('*:focus').locator('xpath=ancestor-or-self::li');
    await app.photo(files[0]!.name).getByRole('button').first().focus();
    await page.keyboard.press('End');
    await expect(focused).toHaveAttribute('aria-posinset', '500');
    await expect(focused).toBeInViewport();
    await page.keyboard.press('ArrowLeft');
    await expect(focused).toHaveAttribute('aria-posinset', '499');
    await page.mouse.move(700, 500);
    await page.mouse.wheel(0, -100_000);
    await expect(app.photo(files[0]!.name)).toBeInViewport();
    await expect(focused).toHaveAttribute('aria-posinset', '499');
    await page.keyboard.press('Home');
    await expect(focused).toHaveAttribute('aria-posinset', '1');
  });

  await test.step('order and search go through all photos', async () => {
    const search = page.getByRole('searchbox', { name: 'Search photos', exact: true });
    await search.fill('picture-04');
    await expect(app.items().first()).toHaveAttribute('aria-setsize', '100');
    await expect(app.items().first()).toHaveAccessibleName(/^picture-0400/);
    await search.fill('');
    const order = page.getByRole('combobox', { name: 'Order', exact: true });
    await order.selectOption('By class');
    await expect(app.items().first()).toHaveAttribute('aria-setsize', '500');
    await expect(app.items().first()).toHaveAccessibleName(
      new RegExp(answered.map((its) => its.file).join('|')),
    );
    await order.selectOption('As added');
    await expect(app.items().first()).toHaveAccessibleName(files[0]!.name);
  });

  await test.step('cancelled photos are shown alone, and those found among them are tried again', async () => {
    const cancelled = 500 - answered.length;
    await app.button('Show cancelled').click();
    await expect(app.items().first()).toHaveAttribute('aria-setsize', `${cancelled}`);
    await expect(app.items().first()).toHaveAccessibleName(files[answered.length]!.name);
    const search = page.getByRole('searchbox', { name: 'Search photos', exact: true });
    await search.fill('picture-0500');
    await expect(app.items()).toHaveCount(1);
    await app.button('Try again').click();
    await expect(app.items()).toHaveCount(0);
    await search.fill('');
    await expect(app.items().first()).toHaveAttribute('aria-setsize', `${cancelled - 1}`);
    await app.button('Show all').click();
    await expect(app.items().first()).toHaveAttribute('aria-setsize', '500');
  });

  await app.button('Remove all').click();
  await expect(app.items()).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Load samples', exact: true })).toBeVisible();
});

async function finished(status: import('@playwright/test').Locator): Promise<number> {
  return Number(/([\d,]+) of 500/.exec((await status.textContent()) ?? '')?.[1] ?? 0);
}
