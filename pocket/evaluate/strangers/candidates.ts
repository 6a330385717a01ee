import {
  type Atoms,
  dot,
  type EnrichmentSettings,
  enrichAtoms,
  lead,
  likenessOf,
  NEAREST_CAPTIONS,
  nearestCosine,
  PAPER_SETTINGS,
  relativeShares,
  type Vector,
} from '../../../core';

/** What scores of a list are made from. */
export interface ListOfClasses {
  readonly classes: readonly Atoms[];
  /** CoRE's, as the page starts. */
  readonly settings: EnrichmentSettings;
  /** Of the shares of CoRE and of zero-shot. */
  readonly scale: number;
  readonly zeroShotScale: number;
  /** exp(t) and b of the checkpoint; b is 0 where it says none. */
  readonly logitScale: number;
  readonly logitBias: number;
  /** Captions far from every class, for NegLabel, `[n, d]`. */
  readonly far: readonly Vector[];
}

/** Scores of one photo by the candidates' names; high for photos of the classes. */
export type Scores = Readonly<Record<string, number>>;

/** Part of the index that NegLabel's captions are the farthest of; its authors take 15 % of their words. */
const FAR_PART = 0.15;

/** The captions that lie farthest from every class (NegLabel's mining; Jiang et al., ICLR 2024, section 3.2, without its percentile). */
export function farCaptions(captions: readonly Vector[], classes: readonly Atoms[]): Vector[] {
  const prototypes = classes.map(({ own }) => own);
  return captions
    .map((caption) => ({ caption, cosine: nearestCosine(caption, prototypes) }))
    .sort((a, b) => a.cosine - b.cosine)
    .slice(0, Math.ceil(FAR_PART * captions.length))
    .map(({ caption }) => caption);
}

/** Scores that tell photos of the classes from others, each as its source has it. */
export function candidatesFor(list: ListOfClasses): (photo: Atoms) => Scores {
  const { classes, settings, scale, zeroShotScale, logitScale, logitBias, far } = list;
  const own = classes.map((cls) => cls.own);
  const enriched = classes.map((cls) => enrichAtoms(cls, 'class', settings));
  const paper = classes.map((cls) => enrichAtoms(cls, 'class', PAPER_SETTINGS));
  const known = new Set(classes.flatMap(({ captions }) => captions.map(keyOf)));
  return ({ own: z, captions: all, similarities: cosines }) => {
    const photo: Atoms = {
      own: z,
      captions: all.slice(0, NEAREST_CAPTIONS),
      similarities: Array.from(cosines).slice(0, NEAREST_CAPTIONS),
    };
    const { captions } = photo;
    const enrichedPhoto = enrichAtoms(photo, 'image', settings);
    const text = enrichAtoms(photo, 'image', { ...settings, beta: 1 });
    const looks = own.map((prototype) => dot(z, prototype));
    const scores = enriched.map((prototype) => dot(enrichedPhoto, prototype));
    const logits = looks.map((cosine) => logitScale * cosine + logitBias);
    const farCosines = far.map((caption) => dot(z, caption));
    const near = (prototypes: readonly Vector[]) =>
      likenessOf(captions.map((caption) => nearestCosine(caption, prototypes))) ?? 0;
    return {
      margin: lead('cosine', scores, scale).margin,
      // Maximum softmax probability (Hendrycks and Gimpel, ICLR 2017).
      'best share': Math.max(...relativeShares(scores, scale)),
      // Maximum concept matching (Ming et al., NeurIPS 2022) at τ 1, where the softmax ranks as the cosine does among as many classes.
      'best cosine by looks': Math.max(...looks),
      'best enriched cosine': Math.max(...scores),
      'best enriched cosine, paper’s settings': nearestCosine(
        enrichAtoms(photo, 'image', PAPER_SETTINGS),
        paper,
      ),
      // Liu et al., NeurIPS 2020.
      'energy by looks': energy(looks, zeroShotScale),
      'energy, enriched': energy(scores, scale),
      // That the photo matches one class at least, by SigLIP's own probabilities.
      'SigLIP’s sigmoid, best class': sigmoid(Math.max(...logits)),
      'SigLIP’s sigmoid, any class': logits.reduce((sum, logit) => sum + softplus(logit), 0),
      // Jiang et al., ICLR 2024, eq. 4: the classes' part of a softmax among classes and far captions.
      'against far captions': energy(looks, logitScale) - energy(farCosines, logitScale),
      'captions to photo': mean(Array.from(photo.similarities)),
      'captions shared with a class': mean(captions.map((caption) => Number(known.has(keyOf(caption))))),
      'text alone to a class': nearestCosine(text, enriched),
      'photo to an enriched class': nearestCosine(z, enriched),
      'captions to a class': near(own),
      'captions to an enriched class': near(enriched),
    };
  };
}

/** Candidates that are sums of two, each in standard deviations of photos of the classes. */
export const SUMS: readonly (readonly [string, string])[] = [
  ['best enriched cosine', 'captions to photo'],
  ['best cosine by looks', 'captions to photo'],
  ['captions to a class', 'best enriched cosine'],
];

/** The page's: what `likenessOf` gives. */
export const CHOSEN = 'captions to a class';

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));
/** −log(1 − sigmoid), which stays finite where the sigmoid is 1 in numbers. */
const softplus = (logit: number) => Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)));
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
/** log Σ exp(scale·score). */
function energy(scores: readonly number[], scale: number): number {
  const best = Math.max(...scores);
  return scale * best + Math.log(scores.reduce((sum, score) => sum + Math.exp(scale * (score - best)), 0));
}
/** Captions come as copies, once for photos and once for classes. */
const keyOf = (caption: Vector) => `${caption[0]} ${caption[1]} ${caption[2]}`;
