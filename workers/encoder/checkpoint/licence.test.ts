import { expect, test } from 'vitest';
import type { CheckpointFiles } from './files/files';
import type { Listing } from './files/listing';
import { licenceIn, readLicence, restrictionOf } from './licence';

const checkpoint = (
  id: string,
  card: string | null | Error,
  listing: Listing | null = null,
): CheckpointFiles => ({
  id,
  revision: 'main',
  listing: async () => listing,
  text: async () => {
    if (card instanceof Error) throw card;
    return card;
  },
  weights: async (file) => file,
});

test.each([
  ['---\nlicense: apache-2.0\ntags: [clip]\n---\n# Model', { name: 'apache-2.0', use: 'open' }],
  ['---\r\nlicense: "cc-by-nc-4.0"\r\n---\r\n', { name: 'cc-by-nc-4.0', use: 'non-commercial' }],
  [
    '---\nlicense: other\nlicense_name: apple-ascl\nlicense_link: LICENSE\n---\n',
    { name: 'apple-ascl', use: 'research-only' },
  ],
  ['---\nlicense: other\n---\n', { name: 'other', use: 'unknown' }],
  ['---\nlibrary_name: open_clip\n---\nlicense: mit', null],
  ['# No front matter\nlicense: mit', null],
])('a card’s own words: %j', (card, licence) => {
  expect(licenceIn(card)).toEqual(licence);
});

test.each([
  ['mit', 'open'],
  ['cc-by-sa-4.0', 'open'],
  ['cc-by-nc-nd-4.0', 'non-commercial'],
  ['CC BY-NC 4.0', 'non-commercial'],
  ['Apple ML Research Model', 'research-only'],
  ['apple-amlr', 'research-only'],
  ['gemma', 'unknown'],
  ['openrail', 'unknown'],
] as const)('%s is %s', (name, use) => {
  expect(restrictionOf(name)).toBe(use);
});

test('the card goes before the table, the table before nothing', async () => {
  const card = '---\nlicense: mit\n---\n';
  expect(await readLicence(checkpoint('Xenova/mobileclip_s0', card))).toMatchObject({ name: 'mit' });
  expect(await readLicence(checkpoint('Xenova/mobileclip_s0', null))).toMatchObject({ use: 'research-only' });
  expect(await readLicence(checkpoint('Xenova/siglip-base-patch16-224', '# Bare'))).toMatchObject({
    name: 'apache-2.0',
  });
  expect(await readLicence(checkpoint('someone/siglip-tuned', null))).toBeNull();
});

test('a card that cannot be had, or that the listing does not have, is passed over', async () => {
  expect(await readLicence(checkpoint('someone/model', new Error('busy')))).toBeNull();
  const card = '---\nlicense: mit\n---\n';
  expect(await readLicence(checkpoint('someone/model', card, new Map()))).toBeNull();
  const listed = new Map([['README.md', { bytes: 23 }]]);
  expect(await readLicence(checkpoint('someone/model', card, listed))).toMatchObject({ name: 'mit' });
});
