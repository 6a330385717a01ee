import { describe, expect, it } from 'vitest';
import { DEFAULT_PAGE, PAGE_VERSION, restorePage } from './page-settings';

describe('the page’s settings', () => {
  const kept = {
    ...DEFAULT_PAGE,
    theme: 'dark',
    sort: 'margin',
    mirror: 'https://hub.example/',
    started: true,
  };

  it('come back as they were left', () => {
    expect(PAGE_VERSION).toBe(1);
    expect(restorePage(kept)).toEqual(kept);
  });
  it('of an earlier form lack what there was not yet, and those of a later one are read as far as they are the same', () => {
    const { exportAllScores, csvStart, ...first } = kept;
    expect(restorePage(first)).toEqual(kept);
    expect(restorePage({ ...kept, theme: 'sepia', density: 'high' })).toEqual({ ...kept, theme: 'auto' });
  });
  it.each([
    null,
    3,
    'dark',
    [],
    { theme: 3, sort: null, shortcuts: 'yes', mirror: {}, started: 1, csvStart: '' },
  ])('survive %j', (other) => {
    expect(restorePage(other)).toEqual(DEFAULT_PAGE);
  });
});
