import { expect, test } from 'vitest';
import { packWords, shellOf } from './packs';

test('a pack of another build of the app says so', () => {
  const at = Date.UTC(2026, 4, 1, 12);
  expect(packWords({ at, shell: 'index-a.js' }, 'index-a.js')).toBe('Field pack of May 1, 2026 taken in.');
  expect(packWords({ at, shell: 'index-a.js' }, 'index-b.js')).toContain('Another version of Fernglass');
});

test('a build is told by the name of its script', () => {
  const page = (src: string | null) =>
    ({
      querySelector: () => (src === null ? null : { getAttribute: () => src }),
    }) as unknown as Document;
  expect(shellOf(page('./assets/index-Ab12.js'))).toBe('index-Ab12.js');
  expect(shellOf(page(null))).toBe('');
});
