import { readFile } from 'node:fs/promises';
import { close } from '../support/close';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

const CLASSES = 'H-bridge\nvoltage divider\nring oscillator';

/** Whatever describes the class list to a screen reader, or stands beside it as an alert. */
const problemIn = (page: import('@playwright/test').Page, text: RegExp) =>
  page.getByText(text).filter({ visible: true }).first();

test('class lists and prompts that do not work are explained, and answers come back with what does', async ({
  app,
  page,
}) => {
  await app.open();
  await app.classes.fill(CLASSES);
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  const before = (await app.exportJson()).photos;
  const isAsBefore = async () => expect((await app.exportJson()).photos).toEqual(close(before));

  await test.step('an empty class list is explained, and answers come back with the classes', async () => {
    await app.classes.fill('');
    await app.settled();
    await expect(problemIn(page, /(at least|add|type|write|enter|list).*(class|name)/i)).toBeVisible();
    await expect(app.items()).toHaveCount(2);
    await app.classes.fill(CLASSES);
    await expect(isAsBefore).toPass();
  });

  await test.step('one class is explained: there is nothing to choose from', async () => {
    await app.classes.fill('H-bridge');
    await app.settled();
    await expect(problemIn(page, /one class|second class|at least two|two or more/i)).toBeVisible();
    await expect(app.items()).toHaveCount(2);
  });

  await test.step('duplicates are named and counted once', async () => {
    await app.classes.fill('H-bridge\nvoltage divider\nh-bridge\nring oscillator');
    await app.settled();
    await expect(
      problemIn(page, /h-bridge.*(twice|more than once|already|duplicate|same)|duplicate/i),
    ).toBeVisible();
    await expect(async () => {
      const { classes, photos } = await app.exportJson();
      expect(classes).toHaveLength(3);
      expect(photos[0]!.enriched).toHaveLength(3);
    }).toPass();
  });

  await test.step('quotes and what cannot be seen are left out of names, and the answers are those of the names', async () => {
    for (const [written, told] of [
      ['"H-bridge"\n"voltage divider"\n"ring oscillator"', /3 names; quotes left out/],
      [
        'H-bri\u00addge\nvoltage\u200b divider\u200e\nring\u00a0oscillator',
        /soft hyphen.*zero-width.*direction mark/,
      ],
    ] as const) {
      await app.classes.fill(written);
      await expect(page.getByText(told)).toBeVisible();
      await expect(isAsBefore).toPass();
    }
  });

  await test.step('a number after > makes a name, and the page says so', async () => {
    await app.classes.fill('>5 mm lesion\n<5 mm lesion\n> 10 mm lesion');
    await expect(page.getByText(/2 lines.*a number follows the >/)).toBeVisible();
    await expect(page.getByText('3 classes', { exact: true })).toBeVisible();
  });

  const paste = async (text: string) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(page.url()).origin,
    });
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await app.classes.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+V');
  };
  await test.step('what is pasted is read as what it is, said so, and can be had as it is', async () => {
    await paste('id,name\n1,H-bridge\n2,voltage divider\n3,ring oscillator');
    await expect(page.getByText('3 names from column “name”; header left out')).toBeVisible();
    await expect(app.classes).toHaveValue(CLASSES);
    await expect(isAsBefore).toPass();
    await app.classes.focus();
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(app.classes).toHaveValue(/^id,name\n1,H-bridge/);

    await paste('"H-bridge"\n"ring, oscillator"');
    await expect(app.classes).toHaveValue('H-bridge\nring, oscillator');
    await app.button('Take the lines as they are').click();
    await expect(app.classes).toHaveValue('\\"H-bridge"\n\\"ring, oscillator"');

    await paste('H-bridge, voltage divider, ring oscillator, relay driver');
    await expect(app.classes).toHaveValue('H-bridge\nvoltage divider\nring oscillator\nrelay driver');
    await paste('Fernglass class list\n1. H-bridge\n2. relay');
    await expect(app.classes).toHaveValue('1. H-bridge\n2. relay');
    await paste('Genus species L., 1753\nGenus other Mill., 1768');
    await expect(app.classes).toHaveValue('Genus species L., 1753\nGenus other Mill., 1768');
  });

  await test.step('a table is opened after its column is chosen, a dropped list at once, and both can be undone', async () => {
    await app.classes.fill('first\nsecond');
    const table = 'id,scientific,common\r\n1,Osmunda regalis,royal fern\r\n2,Pteridium aquilinum,bracken\r\n';
    const chooser = page.waitForEvent('filechooser');
    await app.button('Open class list').click();
    await (await chooser).setFiles({
      name: 'ferns.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`\ufeff${table}`, 'utf16le'),
    });
    await expect(
      page.getByText(/“ferns.csv” has 2 names from column “common”; header left out/),
    ).toBeVisible();
    await expect(app.classes).toHaveValue('first\nsecond');
    await page
      .getByRole('combobox', { name: 'Names from' })
      .selectOption({ label: 'columns “common” and “scientific”' });
    await app.button('Take 2 names').click();
    await expect(app.classes).toHaveValue('royal fern | Osmunda regalis\nbracken | Pteridium aquilinum');
    await app.button('Undo').click();
    await expect(app.classes).toHaveValue('first\nsecond');

    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['moss\nliverwort\n> 2'], 'classes.txt', { type: 'text/plain' }));
      return data;
    });
    for (const type of ['dragenter', 'dragover', 'drop'])
      await app.classes.dispatchEvent(type, { dataTransfer: dropped });
    await expect(app.classes).toHaveValue('moss\nliverwort\n> 2');
    await expect(app.items()).toHaveCount(2);
    await app.button('Undo').click();
    await expect(app.classes).toHaveValue('first\nsecond');
  });

  await test.step('a list of thousands has a field that lays out the lines in view, and the rest is as before', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => `class ${i + 1}`);
    await app.classes.fill('first\nsecond');
    await paste(many.join('\n'));
    await expect(page.getByText(/2,500 classes/).first()).toBeVisible();
    const lines = app.classes.locator('.cm-line');
    await expect(lines.last()).toHaveText('class 2500');
    expect(await lines.count()).toBeLessThan(200);
    await page.keyboard.press('Enter');
    await page.keyboard.type('z?');
    await expect(page.getByText(/2,501 classes/).first()).toBeVisible();
    // How much of what was typed goes at once depends on how fast it was typed.
    await expect(async () => {
      await page.keyboard.press('ControlOrMeta+Z');
      await expect(lines).toHaveText(['first', 'second'], { timeout: 2000 });
    }).toPass();

    await paste(['id,name', ...many.map((name, i) => `${i},${name}`)].join('\n'));
    await expect(page.getByText('2,500 names from column “name”; header left out')).toBeVisible();
    await expect(lines.last()).toHaveText('class 2500');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(lines.last()).toHaveText('2499,class 2500');

    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['moss\nliverwort'], 'classes.txt', { type: 'text/plain' }));
      return data;
    });
    for (const type of ['dragenter', 'dragover', 'drop'])
      await app.classes.dispatchEvent(type, { dataTransfer: dropped });
    await expect(page.getByText('“classes.txt” took the place of your list.')).toBeVisible();
    await expect(app.items()).toHaveCount(2);
    await app.button('Save class list').focus();
    await expect(lines).toHaveCount(0);
    await expect(app.classes).toHaveValue('moss\nliverwort');
  });

  await test.step('names longer than the model reads are said, and which of them become the same', async () => {
    const head = Array.from({ length: 12 }, () => 'a circuit of many small parts').join(' ');
    await app.classes.fill(`${head} and a relay\nrelay\n${head} and a fuse`);
    await expect(
      page.getByText(/Too long for the model: of 2 classes.*and a relay” \(\d+ of 79 words\)/),
    ).toBeVisible();
    await expect(page.getByText(/and a relay” and “.*and a fuse” read the same to the model/)).toBeVisible();
  });

  await test.step('a saved list holds what was typed, descriptions too', async () => {
    await app.classes.fill('name\nroyal\u00ad fern | Osmunda regalis\n> tall, in damp woods\n\\> north');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      app.button('Save class list').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^fernglass-classes-.*\.txt$/);
    expect(await readFile(await download.path(), 'utf8')).toBe(
      'name\nroyal fern | Osmunda regalis\n> tall, in damp woods\n\\> north\n',
    );
  });

  await app.classes.fill(CLASSES);
  await expect(isAsBefore).toPass();
  await test.step('a prompt without its place for the name is refused, and the answers stay', async () => {
    const prompt = page.getByRole('textbox', { name: 'Zero-shot prompt', exact: true });
    await prompt.fill('a circuit diagram');
    await app.settled();
    await expect(problemIn(page, /\{\}/)).toBeVisible();
    await isAsBefore();
  });
});
