import type { Page } from '@playwright/test';
import { ISOLATION_HEADERS } from '../../workers/offline/policy';

/**
 * Turns a page into an empty one of the app's origin, isolated as the app is: none of the app's scripts run, and its policy
 * does not bind what a test puts in. Workers of the app that are started there come with theirs.
 */
export async function openEmptyPage(page: Page): Promise<void> {
  const address = '**/empty-page.html';
  // A page that came from no network would have to ask the user before it may reach this machine's hosts.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(address, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: ISOLATION_HEADERS,
      body: '<!doctype html><title>Empty</title>',
    }),
  );
  await page.goto('/empty-page.html');
  await page.unroute(address);
}
