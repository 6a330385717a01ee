import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Atoms,
  captionWeights,
  crossProducts,
  dot,
  type EnrichmentSettings,
  enrich,
  exactTopK,
  FernglassError,
  fillPrompt,
  fillPrompts,
  keepOnePerComponent,
  margin,
  meanDirection,
  mixedCosine,
  mixture,
  namesIn,
  normalise,
  normaliseRows,
  PAPER_SETTINGS,
  parseClasses,
  parseTemplates,
  rank,
  recall,
  relativeShares,
  selfProducts,
  softmax,
  stack,
  validateSettings,
  withClasses,
  withNames,
} from '.';

const WIDTH = 6;
const direction = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: WIDTH, maxLength: WIDTH })
  .filter((v) => dot(v, v) > 0.01)
  .map((v) => normalise(v));
const settings: fc.Arbitrary<EnrichmentSettings> = fc.record({
  alpha: fc.double({ min: 0, max: 1, noNaN: true }),
  beta: fc.double({ min: 0, max: 1, noNaN: true }),
  tauImageToText: fc.constantFrom(0.001, 0.01, 1, 100, 1000),
  tauTextToText: fc.constantFrom(0.001, 0.01, 1, 100, 1000),
  k: fc.integer({ min: 1, max: 32 }),
  imageWeighting: fc.constantFrom('softmax' as const, 'linear' as const),
  nearDuplicateCosine: fc.constantFrom(null, 0.5, 0.94),
  zeroShotShare: fc.constantFrom(0, 0.3, 1),
});
const atoms: fc.Arbitrary<Atoms> = fc
  .tuple(direction, fc.array(direction, { minLength: 0, maxLength: 12 }))
  .map(([own, captions]) => {
    const sorted = captions
      .map((caption) => ({ caption, similarity: dot(own, caption) }))
      .sort((a, b) => b.similarity - a.similarity);
    return {
      own,
      captions: sorted.map(({ caption }) => caption),
      similarities: sorted.map(({ similarity }) => similarity),
    };
  });

describe('softmax', () => {
  it('sums to one at every temperature, without overflow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1 }),
        fc.constantFrom(0.001, 1, 1000),
        (values, tau) => {
          expect(softmax(values, tau).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
  it('is one-hot at a low temperature and uniform at a high one', () => {
    expect(softmax([0.5, 0.4], 0.001)[0]).toBeGreaterThan(0.999);
    expect(softmax([0.5, 0.4], 1000)[0]).toBeCloseTo(0.5, 3);
  });
});

describe('caption weights', () => {
  it('ignore captions past k and sum to one', () => {
    fc.assert(
      fc.property(atoms, settings, fc.constantFrom('image' as const, 'class' as const), (side, s, which) => {
        const cosine = (i: number, j: number) => dot(side.captions[i]!, side.captions[j]!);
        const weights = captionWeights(side.similarities, cosine, which, { ...s, imageWeighting: 'softmax' });
        expect([...weights].slice(s.k).every((w) => w === 0)).toBe(true);
        if (side.captions.length > 0) expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
      }),
    );
  });
  it('count near-duplicates once, the best of each group', () => {
    const close = [
      [1, 0.95, 0.2, 0.1],
      [0.95, 1, 0.95, 0.1],
      [0.2, 0.95, 1, 0.1],
      [0.1, 0.1, 0.1, 1],
    ];
    expect(keepOnePerComponent(4, (i, j) => close[i]![j]!, 0.94)).toEqual([true, false, false, true]);
    const weights = captionWeights([0.9, 0.8, 0.7, 0.6], (i, j) => close[i]![j]!, 'class', {
      ...PAPER_SETTINGS,
      nearDuplicateCosine: 0.94,
    });
    expect([...weights].map((w) => w > 0)).toEqual([true, false, false, true]);
  });
  it('joins components that meet late', () => {
    const joined = (i: number, j: number) => ([i, j].join() === '0,3' || [i, j].join() === '1,3' ? 1 : 0);
    expect(keepOnePerComponent(4, joined, 0.94)).toEqual([true, false, true, false]);
  });
});

describe('exact re-weighting', () => {
  it('gives the scores of the wide vectors for every setting (CoRE eq. 3–7)', () => {
    fc.assert(
      fc.property(atoms, atoms, settings, (image, cls, s) => {
        const wide = (side: Atoms, which: 'image' | 'class') => {
          const cosine = (i: number, j: number) => dot(side.captions[i]!, side.captions[j]!);
          const weights = captionWeights(side.similarities, cosine, which, s);
          return enrich(side.own, side.captions, weights, which === 'image' ? s.beta : s.alpha);
        };
        const left = mixture(selfProducts(image), 'image', s);
        const right = mixture(selfProducts(cls), 'class', s);
        const captionNorm = (side: Atoms, which: 'image' | 'class') => {
          const cosine = (i: number, j: number) => dot(side.captions[i]!, side.captions[j]!);
          const w = captionWeights(side.similarities, cosine, which, s);
          const sum = new Float64Array(WIDTH);
          side.captions.forEach((caption, i) => {
            for (let d = 0; d < WIDTH; d++) sum[d]! += w[i]! * caption[d]!;
          });
          return Math.sqrt(dot(sum, sum));
        };
        // Captions that cancel out have no direction; float32 inner products cannot tell their rest from noise.
        for (const [side, which] of [
          [image, 'image'],
          [cls, 'class'],
        ] as const) {
          const norm = captionNorm(side, which);
          fc.pre(side.captions.length === 0 || norm > 0.05);
          fc.pre(Math.sqrt(dot(wide(side, which), wide(side, which))) > 0.5);
        }
        const expected = dot(wide(image, 'image'), wide(cls, 'class'));
        const found = mixedCosine(left, crossProducts(image, cls), right);
        const own = (side: Atoms, which: 'image' | 'class') => dot(wide(side, which), side.own);
        fc.pre(Math.abs(own(image, 'image')) > 0.02 && Math.abs(own(cls, 'class')) > 0.02);
        expect(Math.abs(found - expected)).toBeLessThan(1e-3);
      }),
    );
  });
  it('reads inner products that are those of each two atoms, however many there are', () => {
    fc.assert(
      fc.property(atoms, atoms, (image, cls) => {
        const [rows, columns] = [image, cls].map(({ own, captions }) => [own, ...captions]);
        const each = rows!.flatMap((a) => columns!.map((b) => dot(a, b)));
        const found = crossProducts(image, cls);
        expect(found).toHaveLength(each.length);
        for (const [i, product] of each.entries()) expect(found[i]).toBeCloseTo(product, 6);
      }),
    );
  });
  it('is zero-shot at α = β = 0', () => {
    fc.assert(
      fc.property(atoms, atoms, settings, (image, cls, s) => {
        const none = { ...s, alpha: 0, beta: 0 };
        const found = mixedCosine(
          mixture(selfProducts(image), 'image', none),
          crossProducts(image, cls),
          mixture(selfProducts(cls), 'class', none),
        );
        expect(found).toBeCloseTo(dot(image.own, cls.own), 5);
      }),
    );
  });
});

describe('retrieval', () => {
  it('finds what sorting finds', () => {
    fc.assert(
      fc.property(
        fc.array(direction, { minLength: 1, maxLength: 40 }),
        direction,
        fc.integer({ min: 1, max: 10 }),
        (rows, query, k) => {
          const captions = normaliseRows(stack(rows));
          const found = exactTopK(captions, query, k);
          const sorted = rows
            .map((_, index) => ({
              index,
              similarity: dot(captions.data.subarray(index * WIDTH, (index + 1) * WIDTH), query),
            }))
            .sort((a, b) => b.similarity - a.similarity || a.index - b.index)
            .slice(0, k);
          expect(found).toEqual(sorted);
        },
      ),
    );
  });
  it('measures recall', () => {
    expect(recall([1, 2, 9], [1, 2, 3, 4])).toBe(0.5);
    expect(recall([], [])).toBe(1);
  });
});

describe('class list', () => {
  it('reads synonyms, blank lines and stray spaces', () => {
    const { classes, problems } = parseClasses(' bridge  rectifier | diode bridge\n\nRC filter\r\n | \n');
    expect(classes).toEqual([
      { name: 'bridge rectifier', names: ['bridge rectifier', 'diode bridge'], descriptions: [] },
      { name: 'RC filter', names: ['RC filter'], descriptions: [] },
    ]);
    expect(problems).toEqual([]);
  });
  it('keeps a repeated class once and says so', () => {
    const { classes, problems } = parseClasses('Fern\nmoss\nfern');
    expect(classes.map(({ name }) => name)).toEqual(['Fern', 'moss']);
    expect(problems.map(({ code }) => code)).toEqual(['class-duplicate']);
  });
  it('gives a shared synonym to the first class that names it', () => {
    const { classes } = parseClasses('a | x\nb | X | y');
    expect(classes[1]!.names).toEqual(['b', 'y']);
  });
  it('takes lines after > for descriptions of the class above', () => {
    const { classes, problems } = parseClasses(
      'rectifier | bridge\n> four  diodes\n  >in a diamond\n>\nrelay\nRectifier\n> lost with its line',
    );
    expect(classes).toEqual([
      { name: 'rectifier', names: ['rectifier', 'bridge'], descriptions: ['four diodes', 'in a diamond'] },
      { name: 'relay', names: ['relay'], descriptions: [] },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['class-duplicate']);
    expect(parseClasses('> of nothing\na\nb').problems.map(({ code }) => code)).toEqual([
      'class-description-alone',
    ]);
  });
  it('adds classes that the list does not hold yet', () => {
    expect(withClasses('', ['fern'])).toBe('fern');
    expect(withClasses('moss | Bryophyta\n', ['fern', 'Moss', 'bryophyta'])).toBe('moss | Bryophyta\nfern');
    expect(withClasses('moss\n', ['moss'])).toBe('moss\n');
  });
  it('reads templates a line each', () => {
    expect(parseTemplates(' a {}\n\nno place\na {}\r\nthe {} ')).toEqual(['a {}', 'the {}']);
  });
  it('reports an empty list and a single class', () => {
    expect(parseClasses(' \n').problems.map(({ code }) => code)).toEqual(['classes-empty']);
    expect(parseClasses('one').problems.map(({ code }) => code)).toEqual(['classes-too-few']);
  });
});

describe('prompts and settings', () => {
  it('fills every {} of a template and refuses one without', () => {
    expect(fillPrompt('a {} is a {}', 'fern')).toBe('a fern is a fern');
    expect(fillPrompt('a {}', "US$$ $& $'")).toBe("a US$$ $& $'");
    expect(() => fillPrompt('a photo', 'fern')).toThrow(FernglassError);
  });
  it('puts all names of a class into one prompt where the template has a place for the others', () => {
    const joint = 'A photo of a {} ({}).';
    expect(fillPrompts(joint, ['Osmunda regalis', 'royal fern', 'old $& fern'])).toEqual([
      'A photo of a Osmunda regalis (royal fern, old $& fern).',
    ]);
    expect(fillPrompts(joint, ['wall-rue'])).toEqual(['A photo of a wall-rue.']);
    expect(fillPrompt(joint, 'wall-rue')).toBe('A photo of a wall-rue.');
    expect(fillPrompts('a {}', ['fern', 'moss'])).toEqual(['a fern', 'a moss']);
    expect(() => fillPrompts('a ()', ['fern'])).toThrow(FernglassError);
  });
  it('lets a template take names together and apart in the same words', () => {
    expect(withNames('A {}.', 'together')).toBe('A {} ({}).');
    expect(withNames('A {} ({}).', 'apart')).toBe('A {}.');
    expect(withNames('A {}.', 'apart')).toBe('A {}.');
    expect([namesIn('A {} ({}).'), namesIn('A {} (plant)')]).toEqual(['together', 'apart']);
  });
  it('refuses settings out of bounds', () => {
    expect(validateSettings(PAPER_SETTINGS)).toBe(PAPER_SETTINGS);
    expect(() => validateSettings({ ...PAPER_SETTINGS, alpha: 1.1 })).toThrow(/alpha/);
    expect(() => validateSettings({ ...PAPER_SETTINGS, beta: Number.NaN })).toThrow(/beta/);
    expect(() => validateSettings({ ...PAPER_SETTINGS, k: 2.5 })).toThrow(/whole/);
  });
});

describe('ranking', () => {
  it('keeps list order among equals', () => {
    expect(rank([0.1, 0.3, 0.3]).map(({ index }) => index)).toEqual([1, 2, 0]);
  });
  it('shares sum to one and margin is first minus second', () => {
    const shares = relativeShares([0.2, 0.1, 0.05], 100);
    expect(shares.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1);
    expect(margin([0.2, 0.7, 0.1])).toBeCloseTo(0.5);
    expect(margin([1])).toBe(1);
  });
});

describe('embeddings', () => {
  it('normalises, and leaves zero alone', () => {
    expect([...normalise([3, 4])]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
    expect([...normalise([0, 0])]).toEqual([0, 0]);
  });
  it('means directions', () => {
    expect([
      ...meanDirection([
        [1, 0],
        [0, 1],
      ]),
    ]).toEqual([expect.closeTo(Math.SQRT1_2), expect.closeTo(Math.SQRT1_2)]);
  });
  it('refuses ragged rows', () => {
    expect(() => stack([[1, 2], [1]])).toThrow(RangeError);
  });
});
