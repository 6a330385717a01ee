import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allHeld, heldBy, PAGE, reliabilityPage } from './reliability';

test('the fault matrix is that of the tests; npm run docs:reliability writes it', () => {
  const page = readFileSync(fileURLToPath(new URL(`../${PAGE}`, import.meta.url)), 'utf8');
  expect(page).toBe(reliabilityPage(allHeld()));
});

const comment = (words: string) => `// ${'Fault'}: ${words}\n`;

test('comments are read with the titles of the groups around them, cases or none', () => {
  const text = `describe('a host', () => {
    ${comment('host gone × captions; host silent × model')}    test.each([1])('that is %s gone', () => {});
  });
  test('another', () => {});`;
  expect(heldBy('a.test.ts', text)).toEqual([
    {
      file: 'a.test.ts',
      title: 'a host › that is %s gone',
      cells: [
        ['host gone', 'captions'],
        ['host silent', 'model'],
      ],
    },
  ]);
});

test('a comment that names no cell, or stands above no test, is refused', () => {
  expect(() => heldBy('a.test.ts', `${comment('rain × photos')}test('x', () => {});`)).toThrow(/rain/);
  expect(() => heldBy('a.test.ts', `${comment('host gone × model')}const x = 1;`)).toThrow(/above no test/);
});
