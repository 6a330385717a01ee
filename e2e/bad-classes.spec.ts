import { close } from './support/close';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

const CLASSES = 'H-bridge\nvoltage divider\nring oscillator';

/** Whatever describes the class list to a screen reader, or stands beside it as an alert. */
const problemIn = (page: import('@playwright/test').Page, text: RegExp) => page.getByText(text).first();

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
      ['"H-bridge"\n"voltage divider"\n"ring oscillator"', /3 lines.*quotes around the name/],
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
