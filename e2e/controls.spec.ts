import { type App, type Exported, SLIDERS } from './support/app';
import { close } from './support/close';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

const PHOTOS = 4;

/** What a photo's answer rests on: enriched scores, and the weights of its captions. */
const answers = (exported: Exported) =>
  exported.photos.map(({ enriched, captions }) => ({
    enriched,
    weights: captions.map(({ weight }) => weight),
  }));

test.beforeEach(async ({ app }) => {
  await app.open();
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
});

test('every slider follows the keyboard and its number field, and goes back on reset', async ({ app }) => {
  const atStart = await app.exportJson();
  for (const name of SLIDERS) {
    const slider = app.slider(name);
    const field = app.numberField(name);
    const atFirst = await field.inputValue();

    await test.step(`${name}: keyboard`, async () => {
      await slider.focus();
      await slider.press('Home');
      await app.settled();
      expect(await field.inputValue()).not.toBe(atFirst);
      expect(answers(await app.exportJson())).not.toEqual(close(answers(atStart)));
    });

    await test.step(`${name}: reset`, async () => {
      await reset(app);
      expect(await field.inputValue()).toBe(atFirst);
      expect(answers(await app.exportJson())).toEqual(close(answers(atStart)));
    });

    await test.step(`${name}: number field`, async () => {
      const other = { α: '0.7', β: '0.15', 'τ image→text': '0.01', 'τ text→text': '0.005', k: '3' }[name];
      await field.fill(other);
      await field.press('Enter');
      await app.settled();
      expect(Number(await field.inputValue())).toBe(Number(other));
      expect(answers(await app.exportJson())).not.toEqual(close(answers(atStart)));
      await reset(app);
    });
  }
});

async function reset(app: App): Promise<void> {
  await app.page
    .getByRole('button', { name: /^reset/i })
    .first()
    .click();
  await app.settled();
}

test('a number is read in every notation; what is none, or out of bounds, is refused with a word', async ({
  app,
  page,
}) => {
  const field = app.numberField('α');
  for (const half of ['0,5', '.5', ' 5e-1 ', '٠٫٥']) {
    await field.fill('0.9');
    await field.fill(half);
    await field.press('Enter');
    await expect(field).toHaveValue('0.5');
    await expect(field).toHaveAttribute('aria-invalid', 'false');
  }
  for (const [typed, word] of [
    ['7', '7 is out of range: 0 to 1.'],
    ['half', '“half” is no number. Write a number, 0 to 1, such as 0.5 or 0,5.'],
  ] as const) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(field).toHaveValue('0.5');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(word);
    await expect(page.getByRole('alert').getByText(word)).toBeVisible();
  }
  await field.press('ArrowUp');
  await expect(field).toHaveValue('0.51');
  await expect(field).toHaveAttribute('aria-invalid', 'false');
  await app.settled();
  const { photos, settings } = await app.exportJson();
  expect(settings.alpha).toBe(0.51);
  expect(photos.every(({ enriched }) => enriched.every(({ score }) => Number.isFinite(score)))).toBe(true);

  await test.step('a tab keeps its list and settings over a reload, whatever another tab stored', async () => {
    const list = await app.classes.inputValue();
    await page.evaluate(() => {
      localStorage['fernglass.request'] = JSON.stringify({ version: 1, classesText: 'of another tab' });
    });
    await page.reload();
    await expect(app.classes).toHaveValue(list);
    await expect(field).toHaveValue('0.51');
  });
});

test('what was done can be undone, and the page asks before unexported work goes', async ({ app, page }) => {
  await test.step('at α = 0 and β = 0 enriched is zero-shot', async () => {
    for (const name of ['α', 'β'] as const) {
      await app.slider(name).focus();
      await app.slider(name).press('Home');
    }
    await app.settled();
    for (const photo of (await app.exportJson()).photos)
      expect(photo.enriched.map((one) => one.class)).toEqual(photo.zeroShot.map((one) => one.class));
  });
  const before = await app.exportJson();
  const undone = async () => {
    await app.settledWith(PHOTOS);
    expect((await app.exportJson()).photos).toEqual(before.photos);
  };

  await test.step('all photos removed', async () => {
    await app.button('Remove all').click();
    await expect(app.items()).toHaveCount(0);
    await expect(page.getByText(`${PHOTOS} photos removed.`)).toBeVisible();
    await app.button('Undo').click();
    await undone();
    await app.button('Redo').click();
    await expect(app.items()).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await undone();
  });

  await test.step('a photo removed', async () => {
    await app.items().nth(1).getByRole('button').first().focus();
    await page.keyboard.press('Delete');
    await expect(app.items()).toHaveCount(PHOTOS - 1);
    await page.keyboard.press('Control+z');
    await undone();
  });

  await test.step('settings that a reset threw away', async () => {
    const alpha = app.numberField('α');
    const k = app.numberField('k');
    const own = ['0.3', '7'];
    const shown = async () => [await alpha.inputValue(), await k.inputValue()];
    for (const [field, value] of [
      [alpha, own[0]!],
      [k, own[1]!],
    ] as const) {
      await field.fill(value);
      await field.press('Enter');
    }
    await app.button('Reset all').click();
    await expect(app.button('Reset all')).toBeDisabled();
    await app.button('Undo').click();
    expect(await shown()).toEqual(own);
    await app.button('Redo').click();
    await expect(app.button('Reset all')).toBeDisabled();
    await page.keyboard.press('Control+z');
    expect(await shown()).toEqual(own);
    await app.button('Reset α').click();
    await expect(alpha).not.toHaveValue(own[0]!);
    await app.button('Undo').click();
    expect(await shown()).toEqual(own);
    await app.button('Reset k').click();
    for (const name of ['α', 'β'] as const) {
      await app.slider(name).focus();
      await app.slider(name).press('Home');
    }
    await undone();
  });

  const youSay = page.getByRole('combobox', { name: 'You say' });
  await test.step('a label', async () => {
    await app.items().first().getByRole('button').first().click();
    await youSay.selectOption('H-bridge');
    await youSay.selectOption('LED driver');
    await page.keyboard.press('Control+z');
    await expect(youSay).toHaveValue('H-bridge');
    await app.button('Redo').click();
    await expect(youSay).toHaveValue('LED driver');
  });

  await test.step('a list that a preset replaced; but in a text field the browser takes back what was typed', async () => {
    const list = await app.classes.inputValue();
    await page.getByRole('combobox', { name: 'Preset' }).selectOption('lesions');
    await expect(app.classes).toHaveValue(/melanoma/);
    await app.button('Undo').click();
    await expect(app.classes).toHaveValue(list);
    await app.classes.press('Control+End');
    await app.classes.pressSequentially('x');
    await app.classes.press('Control+z');
    await expect(app.classes).toHaveValue(list);
    await expect(youSay).toHaveValue('LED driver');
    await app.settled();
  });

  await test.step('leaving', async () => {
    const asked = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await closing;
    await app.exportJson();
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });
});
