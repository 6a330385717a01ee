import {
  type Atoms,
  crossProducts,
  type EnrichmentSettings,
  type Mixture,
  mixedCosine,
  mixture,
  PAPER_SETTINGS,
  type SelfProducts,
  type Side,
  selfProducts,
} from '../../../core';

/** A domain's pictures and classes, taken apart. */
export interface SweptDomain {
  readonly images: readonly Atoms[];
  readonly classes: readonly Atoms[];
  readonly labels: readonly number[];
  readonly isTail: readonly boolean[];
}

/** Settings, and the Acc@1 they give: the mean over the domains, of all pictures and of the tail's, and each domain's. */
export interface Swept {
  readonly settings: EnrichmentSettings;
  readonly all: number;
  readonly tail: number;
  readonly domains: readonly number[];
}

/** Steps of α and β. */
export const SHARES: readonly number[] = Array.from({ length: 11 }, (_, i) => i / 10);
const TAUS_IMAGE = [100, 0.1, 0.03, 0.01];
const TAUS_TEXT = [1, 0.1, 0.03, 0.01];
const KS = [10, 5, 20];
/** Most captions that a swept setting asks for. */
export const SWEPT_DEPTH = Math.max(...KS);

/** The τ and k that are tried, with every α and β each. */
const COMBINATIONS: readonly EnrichmentSettings[] = KS.flatMap((k) =>
  TAUS_IMAGE.flatMap((tauImageToText) =>
    TAUS_TEXT.map((tauTextToText) => ({ ...PAPER_SETTINGS, k, tauImageToText, tauTextToText })),
  ),
);

/** Acc@1 of every α and β for every τ and k, as the mean over the domains. */
export function sweep(domains: readonly SweptDomain[]): Swept[] {
  const planes = domains.map(planesOf);
  return COMBINATIONS.flatMap((settings, s) =>
    SHARES.flatMap((alpha, a) =>
      SHARES.map((beta, b) => {
        const each = (part: keyof Plane) => planes.map((of) => of[s]![part][a * SHARES.length + b]!);
        return {
          settings: { ...settings, alpha, beta },
          all: mean(each('all')),
          tail: mean(each('tail')),
          domains: each('all'),
        };
      }),
    ),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Acc@1 `[α, β]` for fixed τ and k. */
interface Plane {
  readonly all: Float64Array;
  readonly tail: Float64Array;
}

/** One side's embedding alone, its captions alone, and their cosine to each other. */
interface Ends {
  readonly own: Mixture;
  readonly captions: Mixture;
  readonly cosine: number;
}

function endsOf(self: SelfProducts, side: Side, settings: EnrichmentSettings): Ends {
  const at = (share: number) => mixture(self, side, { ...settings, alpha: share, beta: share });
  const [own, captions] = [at(0), at(1)];
  return { own, captions, cosine: mixedCosine(own, self.products, captions) };
}

/**
 * A plane for every combination. With τ and k fixed, a score is made of four inner products of a picture's and a class's two ends;
 * the picture's own norm is left out, as it changes no order.
 */
function planesOf({ images, classes, labels, isTail }: SweptDomain): Plane[] {
  const classSelf = classes.map(selfProducts);
  const classSides = COMBINATIONS.map((settings) => {
    const ends = classSelf.map((self) => endsOf(self, 'class', settings));
    const norms = SHARES.map((alpha) => ends.map(({ cosine }) => mixtureNorm(alpha, cosine)));
    return { ends, norms };
  });
  const cells = SHARES.length ** 2;
  const hits = COMBINATIONS.map(() => ({ all: new Float64Array(cells), tail: new Float64Array(cells) }));
  const inner = new Float64Array(4 * classes.length);
  for (const [i, atoms] of images.entries()) {
    const self = selfProducts(atoms);
    const cross = classes.map((cls) => crossProducts(atoms, cls));
    for (const [s, settings] of COMBINATIONS.entries()) {
      const image = endsOf(self, 'image', settings);
      const { ends, norms } = classSides[s]!;
      ends.forEach((cls, c) => {
        inner[4 * c] = mixedCosine(image.own, cross[c]!, cls.own);
        inner[4 * c + 1] = mixedCosine(image.own, cross[c]!, cls.captions);
        inner[4 * c + 2] = mixedCosine(image.captions, cross[c]!, cls.own);
        inner[4 * c + 3] = mixedCosine(image.captions, cross[c]!, cls.captions);
      });
      for (let cell = 0; cell < cells; cell++) {
        const a = Math.floor(cell / SHARES.length);
        if (best(inner, SHARES[a]!, SHARES[cell % SHARES.length]!, norms[a]!) !== labels[i]) continue;
        hits[s]!.all[cell]! += 1;
        if (isTail[i]) hits[s]!.tail[cell]! += 1;
      }
    }
  }
  const inTail = Math.max(1, isTail.filter(Boolean).length);
  return hits.map(({ all, tail }) => ({
    all: all.map((n) => n / labels.length),
    tail: tail.map((n) => n / inTail),
  }));
}

/** Length of `share·captions + (1-share)·own` for two unit vectors of that cosine. */
const mixtureNorm = (share: number, cosine: number) =>
  Math.sqrt(share ** 2 + (1 - share) ** 2 + 2 * share * (1 - share) * cosine);

/** Class of the highest score, the first of equals. */
function best(inner: Float64Array, alpha: number, beta: number, norms: readonly number[]): number {
  let top = 0;
  let highest = -Infinity;
  for (let c = 0; c < norms.length; c++) {
    const score =
      ((1 - beta) * ((1 - alpha) * inner[4 * c]! + alpha * inner[4 * c + 1]!) +
        beta * ((1 - alpha) * inner[4 * c + 2]! + alpha * inner[4 * c + 3]!)) /
      norms[c]!;
    if (score > highest) [highest, top] = [score, c];
  }
  return top;
}
