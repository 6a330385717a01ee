import { readFile } from 'node:fs/promises';
import { type Download, expect, type Locator, type Page } from '@playwright/test';
import { type ReadExport, readJsonExport } from '../../workers/export/json/read';

/** What `Export JSON` writes, read. */
export type Exported = ReadExport;

export const SLIDERS = ['α', 'β', 'τ image→text', 'τ text→text', 'k'] as const;
export type SliderName = (typeof SLIDERS)[number];

/** The page, driven by its accessible names alone. */
export class App {
  readonly status: Locator;
  readonly photos: Locator;
  readonly evidence: Locator;
  readonly classes: Locator;

  constructor(readonly page: Page) {
    this.status = page.getByRole('status', { name: 'Status', exact: true });
    this.photos = page.getByRole('list', { name: 'Photos', exact: true });
    this.evidence = page.getByRole('region', { name: 'Evidence', exact: true });
    this.classes = page.getByRole('textbox', { name: 'Classes', exact: true });
  }

  /** Opens the page at `query` below the base URL and waits until it rests. */
  async open(query = '?backend=wasm'): Promise<void> {
    await this.page.goto(query || './');
    await this.settled();
  }

  /** Waits until nothing is under way, whatever failed, and the evidence is drawn, which follows the status. */
  async settled(): Promise<void> {
    await expect(this.status).toHaveText(/(Ready|Ready with(out| some) captions|Stopped: no model)\s*$/, {
      timeout: 300_000,
    });
    await expect(this.evidence.locator('[aria-busy=true]')).toHaveCount(0);
  }

  /** Waits until `count` photos are listed and nothing is under way. */
  async settledWith(count: number): Promise<void> {
    await expect(this.items()).toHaveCount(count);
    await this.settled();
  }

  items(): Locator {
    return this.photos.getByRole('listitem');
  }

  photo(file: string): Locator {
    return this.photos.getByRole('listitem', { name: file, exact: true });
  }

  slider(name: SliderName): Locator {
    return this.page.getByRole('slider', { name, exact: true });
  }

  numberField(name: SliderName): Locator {
    return this.page.getByRole('spinbutton', { name: `${name} value`, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async addPhotos(files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    await this.page
      .locator('input[type=file]')
      .and(this.page.getByLabel('Add photos', { exact: true }))
      .setInputFiles(files);
  }

  /** Drops a folder of the disk on the page, as a user does: the page is told where its files lie. */
  async dropFolder(folder: string): Promise<void> {
    const devTools = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devTools.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
    await devTools.detach();
  }

  async exportJson(): Promise<Exported> {
    return readJsonExport(await this.download('Export JSON'));
  }

  exportCsv(): Promise<string> {
    return this.download('Export CSV');
  }

  private async download(button: string): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download') as Promise<Download>,
      this.button(button).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }
}

/** File name → best class. */
export function bestClasses(
  exported: Exported,
  ranking: 'zeroShot' | 'enriched' = 'enriched',
): Record<string, string | undefined> {
  return Object.fromEntries(exported.photos.map((photo) => [photo.file, photo[ranking][0]?.class]));
}
