import { expect, it } from 'vitest';
import { NO_FACTS, type PhotoResult } from '../../protocol';
import { factsOf, headOf, optionsOf, saidOf } from '../testing/requests';
import { made } from '../testing/written';
import { readJsonExport } from './read';

const confidence: NonNullable<PhotoResult['confidence']> = {
  zeroShot: {
    ...{ margin: 0.4, scale: 40, bestCosine: 0.2 },
    captionCosine: 0.3,
    likeness: 0.7,
    state: 'unsure',
  },
  enriched: {
    ...{ margin: 0.5, scale: 60, bestCosine: 0.3 },
    captionCosine: 0.3,
    likeness: 0.7,
    state: 'confident',
  },
};
const captions = [
  { text: 'a fern on a wall', similarity: 0.31, weight: 0.75 },
  { text: 'a frond', similarity: 0.29, weight: 0.25 },
];
const full: PhotoResult = {
  file: 'gorge/a.jpg',
  zeroShot: [{ class: 'Athyrium filix-femina', score: 0.2 }],
  enriched: [
    { class: 'Asplenium scolopendrium', score: 0.3 },
    { class: 'Athyrium filix-femina', score: 0.1 },
  ],
  shares: [0.75, 0.25],
  confidence,
  state: 'confident',
  captions,
  label: saidOf('lady fern'),
  accepted: 'lady fern',
  note: 'by the brook',
  facts: {
    ...factsOf({ keywords: ['fern'], rating: 0 }),
    place: { latitude: 51.5, longitude: 0, uncertainty: null, altitude: 120, datum: null },
  },
  warning: 'The file ends too soon.',
};
const box = { category: 'animal', conf: 0.93, bbox: [0.1, 0.25, 0.5, 0.5] as const };
const cropped: PhotoResult = { ...full, boxes: [box, { ...box, conf: 0.4 }], classified: box };
const several: PhotoResult = {
  ...cropped,
  further: [
    {
      file: full.file,
      zeroShot: full.zeroShot,
      enriched: full.enriched,
      shares: [0.75, 0.25],
      confidence,
      state: 'confident',
      captions: captions.slice(0, 1),
      label: saidOf('badger'),
      accepted: 'badger',
      classified: { ...box, conf: 0.4 },
      warning: '',
    },
  ],
};
const bare: PhotoResult = {
  ...{ file: 'notes.txt', zeroShot: [], enriched: [], captions: [], warning: '' },
  error: { code: 'image-unreadable', message: 'No picture.' },
};

const written = async (photos: readonly PhotoResult[], head = headOf()) =>
  (await made({ format: 'json', head, options: optionsOf() }, photos)).files.get('json')!;

it('has what there is of a photo, rankings and captions column by column', async () => {
  const { photos, captions: list } = JSON.parse(await written([full, bare]));
  expect(photos).toEqual([
    {
      file: 'gorge/a.jpg',
      zeroShot: { class: ['Athyrium filix-femina'], score: [0.2], margin: 0.4, state: 'unsure' },
      enriched: {
        class: ['Asplenium scolopendrium', 'Athyrium filix-femina'],
        score: [0.3, 0.1],
        share: [0.75, 0.25],
        margin: 0.5,
        state: 'confident',
      },
      captions: { caption: [0, 1], similarity: [0.31, 0.29], weight: [0.75, 0.25] },
      captionCosine: 0.3,
      likeness: 0.7,
      label: full.label,
      note: 'by the brook',
      facts: {
        time: '2026-05-01T06:12:00',
        keywords: ['fern'],
        rating: 0,
        place: { latitude: 51.5, longitude: 0, altitude: 120 },
      },
      warning: 'The file ends too soon.',
    },
    { file: 'notes.txt', error: bare.error },
  ]);
  expect(list).toEqual([{ text: 'a fern on a wall' }, { text: 'a frond' }]);
});

it('says which box the answer is of; whole photos have none', async () => {
  const { photos } = JSON.parse(await written([cropped, full]));
  expect(photos[0].classified).toEqual(box);
  expect(photos[1]).not.toHaveProperty('classified');
  const file = JSON.parse(await written([several]));
  expect(file.photos[0].further).toMatchObject([
    { classified: { conf: 0.4 }, enriched: { share: [0.75, 0.25] }, captions: { caption: [0] } },
  ]);
  expect(file.photos[0].further[0]).not.toHaveProperty('file');
});

it('names a caption that photos share once, but the captions of two indexes each', async () => {
  const [first] = captions;
  const of = (index: string): PhotoResult => ({ ...full, captions: [{ ...first!, index }] });
  const text = await written([full, full, of('Flora'), of('Pocket'), of('Flora')]);
  const { photos, captions: list } = JSON.parse(text);
  expect(list).toEqual([
    { text: 'a fern on a wall' },
    { text: 'a frond' },
    { text: 'a fern on a wall', index: 'Flora' },
    { text: 'a fern on a wall', index: 'Pocket' },
  ]);
  expect(photos.map((photo: { captions: { caption: number[] } }) => photo.captions.caption)).toEqual([
    ...[
      [0, 1],
      [0, 1],
    ],
    ...[[2], [3], [2]],
  ]);
});

it.each<[string, readonly PhotoResult[]]>([
  ['all there is', [full]],
  ['the box that was classified, and another', [cropped]],
  ['several boxes, each with its answer', [several]],
  ['nothing', [bare]],
  ['no photos', []],
  ['a file that says nothing of itself', [{ ...full, facts: NO_FACTS }]],
  ['a photo that nobody judged', [{ ...bare, label: { state: 'none', className: null, by: '', at: '' } }]],
  ['a likeness and cosine of 0', [judged({ likeness: 0, captionCosine: 0 })]],
  ['no captions to be near to', [judged({ likeness: null, captionCosine: null })]],
  ['other scales than the head says', [judged({ scale: 61.5 })]],
  ['a method that gives no cosine', [judged({ bestCosine: null })]],
])('is read as it was given: %s', async (_, photos) => {
  const text = await written(photos);
  expect(readJsonExport(text)).toEqual({ ...headOf(), photos });
});

/** A photo whose sides have something in common. */
function judged(change: Partial<(typeof confidence)['enriched']>): PhotoResult {
  const zeroShot = { ...confidence.zeroShot, ...change };
  return { ...full, confidence: { zeroShot, enriched: { ...confidence.enriched, ...change } } };
}

it('reads the files of version 7, which had no further boxes', async () => {
  const head = { ...headOf(), version: 7 };
  const text = await written([cropped, bare], head);
  expect(JSON.parse(text).version).toBe(7);
  expect(readJsonExport(text)).toEqual({ ...head, photos: [cropped, bare] });
});

it('reads the files of earlier versions, and fills in what the first ones had not', () => {
  const head = { ...headOf(), version: 6 };
  expect(readJsonExport(JSON.stringify({ ...head, photos: [full, bare] }))).toEqual({
    ...head,
    photos: [full, bare],
  });
  const { warning: _, ...first } = bare;
  expect(readJsonExport(JSON.stringify({ ...head, version: 1, photos: [first] })).photos).toEqual([bare]);
});

it.each([
  ['no JSON', 'file,zero-shot class', /no file that Export JSON wrote/],
  ['another JSON', '{"photos": []}', /no file that Export JSON wrote/],
  ['nothing', 'null', /no file that Export JSON wrote/],
  ['a later version', JSON.stringify({ ...headOf(), version: 9, photos: [] }), /version 9.*up to 8/],
])('refuses %s', (_, text, message) => {
  expect(() => readJsonExport(text)).toThrow(message);
});

it('takes 1.5 kB at most of a photo with ten scores on either side and ten captions that others have too', async () => {
  const digits = (i: number) => 0.1234567 + i / 100;
  const ranking = Array.from({ length: 10 }, (_, i) => ({
    class: `genus species var. ${i}`,
    score: digits(i),
  }));
  const photo = (file: string): PhotoResult => ({
    ...full,
    file,
    zeroShot: ranking,
    enriched: ranking,
    shares: ranking.map((_, i) => digits(i)),
    captions: ranking.map((_, i) => ({
      text: `Drawing of a fern with ${i} fronds on a wall of limestone in a garden.`,
      similarity: digits(i),
      weight: digits(i),
    })),
    facts: factsOf({ camera: 'Maker Model 7' }),
  });
  const sizeOf = async (count: number) =>
    (await written(Array.from({ length: count }, (_, i) => photo(`gorge/IMG_${1000 + i}.jpg`)))).length;
  expect(((await sizeOf(200)) - (await sizeOf(100))) / 100).toBeLessThan(1500);
});
