import { test as base, expect } from '@playwright/test';
import { App } from './app';
import { type Site, type SiteOptions, startSite } from './site';

interface Fixtures {
  readonly app: App;
  /** Starts a host of the production build that ends with the test. */
  readonly host: (options?: SiteOptions) => Promise<Site>;
}

/** Playwright's test with the page, which must finish without an uncaught error. */
export const test = base.extend<Fixtures>({
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

export { expect };
