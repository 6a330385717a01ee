import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPicture } from './support/pictures';
import { expect, test } from './support/test';

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

  await test.step('a dropped folder is walked, its subfolders too, and clutter is left out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fernglass-drop-'));
    try {
      const inside = join(folder, 'field trip');
      mkdirSync(join(inside, 'day two'), { recursive: true });
      writeFileSync(join(inside, 'first.png'), (await smallPicture('first.png', 1)).buffer);
      writeFileSync(join(inside, 'day two', 'second.png'), (await smallPicture('second.png', 2)).buffer);
      writeFileSync(join(inside, '.hidden'), 'clutter');
      const devTools = await page.context().newCDPSession(page);
      const data = { items: [], files: [inside], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await devTools.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
      await app.settledWith(2);
      const { photos } = await app.exportJson();
      expect(photos.map(({ file }) => file).sort()).toEqual([
        'field trip/day two/second.png',
        'field trip/first.png',
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
