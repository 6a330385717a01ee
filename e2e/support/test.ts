import { test as base, expect } from '@playwright/test';
import { App } from './app';
import { copyOf, returningVisitor } from './profile';
import { type Site, type SiteOptions, startSite } from './site';

interface Options {
  /**
   * The class list that an earlier visit left; null for a newcomer, whose first list has hundreds of classes to read.
   */
  readonly keptClasses: readonly string[] | null;
  /** `returning`: the app, the model and the pocket index are stored already. `first`: nothing is. */
  readonly visit: 'returning' | 'first';
}

interface Fixtures {
  readonly app: App;
  /** Starts a host of the production build that ends with the test. */
  readonly host: (options?: SiteOptions) => Promise<Site>;
}

/** Playwright's test with the page, which must finish without an uncaught error. */
export const test = base.extend<Fixtures & Options>({
  keptClasses: [
    [
      'LED driver',
      'voltage divider',
      'RC low-pass filter',
      'inverting amplifier',
      'Wheatstone bridge',
      'H-bridge',
    ],
    { option: true },
  ],
  visit: ['returning', { option: true }],
  context: async ({ playwright, browser, visit, keptClasses }, use) => {
    const profile = visit === 'returning' ? await copyOf(await returningVisitor(playwright.chromium)) : null;
    const context =
      profile === null
        ? await browser.newContext()
        : await playwright.chromium.launchPersistentContext(profile.folder);
    if (keptClasses !== null) await context.addInitScript(keepClasses, keptClasses.join('\n'));
    await use(context);
    await context.close();
    await profile?.remove();
  },
  app: async ({ page }, use) => {
    const uncaught: Error[] = [];
    page.on('pageerror', (error) => uncaught.push(error));
    await use(new App(page));
    expect(uncaught).toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  host: async ({}, use) => {
    const sites: Site[] = [];
    await use(async (options) => {
      const site = await startSite(options);
      sites.push(site);
      return site;
    });
    await Promise.all(sites.map((site) => site.close()));
  },
});

/** Runs in the page before its own code; a browser that refuses storage keeps nothing. */
function keepClasses(classesText: string): void {
  try {
    localStorage['fernglass.page'] ??= JSON.stringify({ state: { started: true }, version: 1 });
    localStorage['fernglass.request'] ??= JSON.stringify({ classesText });
  } catch {}
}

export { expect };
