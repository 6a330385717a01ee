import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { smallPicture } from '../support/pictures';
import { expect, test } from '../support/test';

test('pictures are taken by pasting, dropping files and dropping a folder', async ({ app, page }) => {
  await app.open();

  await test.step('a pasted picture is classified', async () => {
    const { buffer } = await smallPicture('pasted.png', 5);
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, buffer.toString('base64'));
    await app.settledWith(1);
    expect((await app.exportJson()).photos[0]!.enriched.length).toBeGreaterThan(1);
  });
  await app.button('Remove all').click();
  await expect(app.items()).toHaveCount(0);

  await test.step('cells pasted into a text field are text, and elsewhere their picture', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(page.url()).origin,
    });
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(60, 40);
      canvas.getContext('2d')!.fillRect(5, 5, 20, 10);
      const cells = 'Osmunda regalis\nPteridium aquilinum';
      const as = (type: string, text: string) => new Blob([text], { type });
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': as('text/plain', cells),
          'text/html': as('text/html', `<table><tr><td>${cells}</td></tr></table>`),
          'image/png': await canvas.convertToBlob({ type: 'image/png' }),
        }),
      ]);
    });
    for (const [field, pasted] of [
      [app.classes, 'Osmunda regalis\nPteridium aquilinum'],
      [
        page.getByRole('textbox', { name: 'Zero-shot prompt', exact: true }),
        'Osmunda regalis Pteridium aquilinum',
      ],
    ] as const) {
      const before = await field.inputValue();
      await field.focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('ControlOrMeta+V');
      await expect(field).toHaveValue(pasted);
      await field.fill(before);
    }
    await expect(app.items()).toHaveCount(0);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('ControlOrMeta+V');
    await expect(app.items()).toHaveCount(1);
  });
  await app.button('Remove all').click();
  await expect(app.items()).toHaveCount(0);

  await test.step('files dropped anywhere are classified', async () => {
    const pictures = [await smallPicture('one.png', 1), await smallPicture('two.webp', 2, 'webp')];
    const transfer = await page.evaluateHandle(
      (files) => {
        const data = new DataTransfer();
        for (const { name, mimeType, base64 } of files) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          data.items.add(new File([bytes], name, { type: mimeType }));
        }
        return data;
      },
      pictures.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })),
    );
    for (const type of ['dragenter', 'dragover', 'drop'])
      await page.dispatchEvent('body', type, { dataTransfer: transfer });
    await app.settledWith(2);
    await expect(app.photo('one.png')).toBeVisible();
    await expect(app.photo('two.webp')).toBeVisible();
  });
  await app.button('Remove all').click();
  await expect(app.items()).toHaveCount(0);

  const parent = mkdtempSync(join(tmpdir(), 'fernglass-drop-'));
  const folder = join(parent, 'field trip');
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const files = async () => (await app.exportJson()).photos.map(({ file }) => file).sort();

  try {
    await test.step('a dropped folder is walked, its subfolders too; clutter and side files are left out', async () => {
      write('first.png', (await smallPicture('first.png', 1)).buffer);
      write('day two/second.png', (await smallPicture('second.png', 2)).buffer);
      write('day two/a picture without an ending', (await smallPicture('third.png', 3)).buffer);
      write('broken.jpg', 'This is no picture.');
      write('.hidden', 'clutter');
      write('@eaDir/first.png/SYNOPHOTO_THUMB_M.jpg', (await smallPicture('thumb.jpg', 1, 'jpeg')).buffer);
      write('first.xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
      write('classes.txt', 'H-bridge\nLED driver\nrelay driver\n');
      write('labels.csv', 'file,class\nfirst.png,H-bridge\n');
      await app.dropFolder(folder);
      await app.settledWith(4);
      expect(await files()).toEqual([
        'field trip/broken.jpg',
        'field trip/day two/a picture without an ending',
        'field trip/day two/second.png',
        'field trip/first.png',
      ]);
      await expect(page.getByText('3 other files were left out')).toBeVisible();
      await expect(page.getByText(/labels\.csv” holds labels of photos/)).toBeVisible();
      const tile = app.photo('field trip/day two/second.png');
      await expect(tile.getByText('field trip/day two/', { exact: true })).toBeVisible();
    });

    await test.step('the files left out are listed with what they are, and their names can be copied', async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await app.button('Left out').click();
      const list = page.getByRole('list', { name: 'Left out', exact: true });
      await expect(list.getByRole('listitem')).toHaveCount(3);
      await expect(list.getByRole('listitem', { name: 'field trip/first.xmp' })).toContainText('text');
      await app.button('Copy names').click();
      await expect(page.getByText('3 names copied')).toBeVisible();
      expect((await page.evaluate(() => navigator.clipboard.readText())).split('\n').sort()).toEqual([
        'field trip/classes.txt',
        'field trip/first.xmp',
        'field trip/labels.csv',
      ]);
      await app.button('Remove').click();
      await expect(list).toHaveCount(0);
      await app.button('Undo').click();
      await expect(list.getByRole('listitem')).toHaveCount(3);
      await app.button('Show all').click();
      await expect(app.items()).toHaveCount(4);
    });

    await test.step('a class list among them is taken for one', async () => {
      await app.button('Use as class list').click();
      await expect(app.classes).toHaveValue('H-bridge\nLED driver\nrelay driver');
    });

    await test.step('labels among them are shown with what does not fit, taken, and taken back', async () => {
      await app.button('Use as labels').click();
      const dialog = page.getByRole('dialog', { name: 'Labels of your photos', exact: true });
      await expect(dialog.getByRole('status')).toHaveText('1 photo of 4 found, in 1 class.');
      await expect(dialog.getByText('3 photos without a label')).toBeVisible();
      await dialog.getByRole('button', { name: 'Use 1 label', exact: true }).click();
      await expect(dialog).toBeHidden();
      const tile = app.photo('field trip/first.png');
      await expect(tile).toContainText('Label H-bridge');
      await app.button('Undo').click();
      await expect(tile).not.toContainText('Label H-bridge');
    });

    await test.step('failed photos are shown alone, tried again and removed', async () => {
      await app.button('Show failed').click();
      await expect(app.items()).toHaveCount(1);
      await expect(app.photo('field trip/broken.jpg')).toContainText(/not a picture/);
      await app.button('Try again').click();
      await app.settled();
      await expect(app.items()).toHaveCount(1);
      await app.button('Remove').click();
      await expect(page.getByText('No photo has failed.')).toBeVisible();
      await app.button('Show all').click();
      await expect(app.items()).toHaveCount(3);
    });

    await test.step('what is there already is told, and added again only on wish', async () => {
      await app.dropFolder(folder);
      await expect(page.getByText(/^3 photos are here already/)).toBeVisible();
      await app.settledWith(4);
      await app.button('Add again').click();
      await app.settledWith(7);
    });
    await app.button('Remove all').click();
    await expect(app.items()).toHaveCount(0);
    await expect(app.button('Left out')).toHaveCount(0);
    await app.button('Undo').click();
    await expect(app.button('Left out')).toBeVisible();
    await app.button('Redo').click();
    await expect(app.items()).toHaveCount(0);

    await test.step('an archive is opened as a folder, and what is bad in it is told', async () => {
      const packed = {
        'day one/in a zip.png': (await smallPicture('zip.png', 4)).buffer,
        'day one/notes.txt': Buffer.from('notes'),
        '../escaped.png': (await smallPicture('escaped.png', 5)).buffer,
      };
      const buffer = Buffer.from(zipSync(packed));
      await app.addPhotos([{ name: 'trip.zip', mimeType: 'application/zip', buffer }]);
      await expect(page.getByText(/escaped\.png could not be taken\. Its path leads out/)).toBeVisible();
      await app.settledWith(1);
      expect(await files()).toEqual(['trip/day one/in a zip.png']);
      await expect(page.getByText('2 other files were left out')).toBeVisible();
    });
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
