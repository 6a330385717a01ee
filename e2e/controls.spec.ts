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

test('what was done can be undone, and the page asks before work goes that is neither kept nor exported', async ({
  app,
  page,
}) => {
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
    expect((await app.exportJson()).photos).toEqual(close(before.photos));
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

  const label = app.evidence.getByRole('combobox', { name: 'Label', exact: true });
  await test.step('a label', async () => {
    await app.items().first().getByRole('button').first().click();
    await label.click();
    await app.evidence.getByRole('option', { name: 'H-bridge', exact: true }).click();
    await expect(label).toHaveValue('H-bridge');
    await page.keyboard.press('t');
    await page.keyboard.type('driv');
    await page.keyboard.press('Enter');
    await expect(label).toHaveValue('LED driver');
    await page.keyboard.press('Control+z');
    await expect(label).toHaveValue('H-bridge');
    await app.button('Redo').click();
    await expect(label).toHaveValue('LED driver');
  });

  await test.step('keys say what the photo shows, go on, and rest while one types', async () => {
    const first = app.items().first();
    await first.getByRole('button').first().focus();
    await page.keyboard.press('n');
    await expect(first).toContainText('You say none of these');
    await page.keyboard.press('u');
    await expect(app.button('Unsure')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('2');
    await expect(first).toContainText('You say');
    await expect(app.button('Accept')).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('Enter');
    await expect(app.button('Accept')).toHaveAttribute('aria-pressed', 'true');
    const accepted = await label.inputValue();
    await label.fill('n');
    await page.keyboard.press('Escape');
    await expect(label).toHaveValue(accepted);
    await first.getByRole('button').first().focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
    await expect(label).toHaveValue('LED driver');
    await page.keyboard.press('j');
    await expect(app.items().nth(1)).toHaveAttribute('data-selected', 'true');
    await expect(label).toHaveValue('');
    await page.keyboard.press('b');
    await expect(label).toHaveValue('LED driver');
  });

  await test.step('photos are shown by what was said of them, and the next one is found among them', async () => {
    await app.button('Show All').click();
    const show = page.getByRole('dialog', { name: 'Show', exact: true });
    await show.getByRole('button', { name: 'Labelled 1', exact: true }).click();
    await expect(app.items()).toHaveCount(1);
    await show.getByRole('button', { name: /^Without a label/ }).click();
    await expect(app.items()).toHaveCount(PHOTOS - 1);
    await page.keyboard.press('Escape');
    await app.items().first().getByRole('button').first().click();
    await page.keyboard.press('u');
    await expect(app.items()).toHaveCount(PHOTOS - 2);
    await page.keyboard.press('Control+z');
    await app.button('Show Without a label').click();
    await show.getByRole('button', { name: 'All photos', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect(app.items()).toHaveCount(PHOTOS);
  });

  await test.step('one threshold decides for the list of states, the menu and the histogram', async () => {
    const states = page.getByText(/^\d+ confident · \d+ unsure · \d+ not like these$/);
    const margin = page.getByRole('spinbutton', { name: 'Margin value', exact: true });
    for (const [least, below] of [
      ['1', /^Margin of \d+ photos.*about [1-9]\d* % lie below/],
      ['0', /^Margin of \d+ photos.*about 0 % lie below/],
    ] as const) {
      await margin.fill(least);
      await margin.press('Enter');
      await expect(page.getByText(below)).toBeAttached();
      await expect(states).toHaveText(least === '0' ? /· 0 unsure ·/ : /^0 confident/);
      const [confident, unsure, unlike] = (await states.textContent())!.match(/\d+/g)!;
      await app.button('Show All').click();
      const show = page.getByRole('dialog', { name: 'Show', exact: true });
      for (const words of [`Confident ${confident}`, `Unsure ${unsure}`, `Not like your classes ${unlike}`])
        await expect(show.getByRole('button', { name: words, exact: true })).toBeVisible();
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Reset Margin', exact: true }).click();
  });

  await test.step('a photo is looked at large, labelled there, and left for its tile', async () => {
    await app.items().first().getByRole('button').first().click();
    await page.keyboard.press('v');
    const large = page.getByRole('dialog', { name: /, large$/ });
    const whole = large.getByRole('button', { name: 'Whole photo', exact: true });
    await expect(whole).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('+');
    await expect(whole).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('ArrowRight');
    await expect(large).toContainText(`2 of ${PHOTOS}`);
    await page.keyboard.press('u');
    const unsure = large.getByRole('button', { name: 'Unsure', exact: true });
    await expect(unsure).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Control+z');
    await expect(unsure).toHaveAttribute('aria-pressed', 'false');

    // A pair: the second photo stays while one goes on, keys zoom both, and label the one that is gone on to.
    await page.keyboard.press('p');
    const kept = large.getByRole('figure', { name: /, to compare with$/ });
    await expect(kept).toBeVisible();
    await expect(large).toContainText(`3 of ${PHOTOS}`);
    await page.keyboard.press('+');
    const zoomed = () =>
      large
        .getByRole('img')
        .evaluateAll((images) =>
          images.map((image) => new DOMMatrix(getComputedStyle(image).transform).a > 1),
        );
    await expect.poll(zoomed).toEqual([true, true]);
    await page.keyboard.press('u');
    await expect(unsure).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Control+z');
    // Gone back to the photo that stays, it is shown once.
    await page.keyboard.press('ArrowLeft');
    await expect(kept).toBeHidden();
    await page.keyboard.press('p');
    await expect(large.getByRole('button', { name: 'Compare' })).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('Escape');
    await expect(large).toBeHidden();
    await expect(app.items().nth(1)).toHaveAttribute('data-selected', 'true');
    await app.items().first().getByRole('button').first().click();
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
    await expect(label).toHaveValue('LED driver');
    await app.settled();
  });

  await test.step('leaving', async () => {
    await app.button('Leave no trace').click();
    await expect(page.getByText('Leaves no trace', { exact: true })).toBeVisible();
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
