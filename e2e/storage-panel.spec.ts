import { storedFiles } from './support/index-host';
import { expect, test } from './support/test';

test('what this browser keeps is listed with sizes and dates, and removed piece by piece once that is confirmed', async ({
  app,
  page,
}) => {
  await app.open();
  await app.status.getByRole('button', { name: /stored/ }).click();
  const panel = page.getByRole('dialog', { name: 'What this browser keeps', exact: true });
  const kept = panel.getByRole('list', { name: 'Kept in this browser', exact: true });
  const itself = kept.getByRole('listitem').filter({ hasText: 'Fernglass itself' });
  await expect(itself).toContainText(/kept \d+ \w+ 20\d\d/);
  await expect(itself).toContainText(/\d+ MB/);
  await expect(panel.getByText(/in all, of .* that this browser allows/)).toBeVisible();
  await expect(panel.getByRole('progressbar', { name: 'Storage in use' })).toBeVisible();

  await test.step('by keyboard: asked, kept, asked again, removed, and said', async () => {
    const settings = kept.getByRole('listitem').filter({ hasText: 'Settings and class list' });
    const remove = settings.getByRole('button', { name: 'Remove Settings and class list', exact: true });
    await remove.focus();
    await page.keyboard.press('Enter');
    const question = settings.getByRole('group', { name: 'Remove Settings and class list?', exact: true });
    await expect(question).toContainText('begins with the settings');
    await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(question).toHaveCount(0);
    await expect(remove).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('status')).toHaveText('Removed: Settings and class list.');
    await expect(settings).toHaveCount(0);
    await expect(kept).toBeFocused();
  });

  await test.step('the index that is open leaves its worker too', async () => {
    expect((await storedFiles(app)).length).toBeGreaterThan(0);
    const index = kept.getByRole('listitem').filter({ hasText: new URL(page.url()).host });
    await index.getByRole('button', { name: /^Remove/ }).click();
    await expect(index.getByRole('group')).toContainText('It is open');
    await index.getByRole('button', { name: 'Remove it' }).click();
    await expect(index).toHaveCount(0);
    expect(await storedFiles(app)).toEqual([]);
  });

  await test.step('without its own files the app no longer says that it works offline', async () => {
    await itself.getByRole('button', { name: 'Remove Fernglass itself' }).click();
    await itself.getByRole('button', { name: 'Remove it' }).click();
    await expect(itself).toHaveCount(0);
    await expect(app.status).not.toContainText('works offline');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  });
});
