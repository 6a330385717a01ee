import type { KeptThing } from './kept-thing';

/**
 * What of `localStorage` and `sessionStorage` goes with the settings. That the page is closed to other hosts stays, and so
 * does what was prepared for the field: without it the rest of large indexes would be fetched.
 */
const KEYS = ['fernglass.request', 'fernglass.page', 'fernglass.precision'];

/** The settings and the class list that this browser keeps; null where it keeps none, or refuses. */
export function readSettings(): KeptThing | null {
  const texts = KEYS.flatMap((key) => inEach((storage) => storage.getItem(key)));
  const bytes = texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0), 0);
  if (bytes === 0) return null;
  const title = 'Settings and class list';
  return { kind: 'settings', id: 'settings', title, host: null, bytes, keptAt: null };
}

/** Removes them; the page writes what is changed from now on. */
export function removeSettings(): void {
  for (const key of KEYS) inEach((storage) => storage.removeItem(key));
}

function inEach<T>(use: (storage: Storage) => T): T[] {
  return (['localStorage', 'sessionStorage'] as const).flatMap((name) => {
    try {
      return [use(globalThis[name])];
    } catch {
      // A browser that refuses storage keeps nothing.
      return [];
    }
  });
}
