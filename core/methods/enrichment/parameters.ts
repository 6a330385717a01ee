import {
  CAREFUL_SETTINGS,
  type EnrichmentSettings,
  LIMITS,
  PAPER_SETTINGS,
  POCKET_SETTINGS,
  RELEASED_CODE_SETTINGS,
  VARIED_SETTINGS,
} from '../../settings';
import type { Parameter, ParameterPreset } from '../parameters';

/** `EnrichmentSettings` by name, as parameters are held. */
export type EnrichmentParameters = Pick<EnrichmentSettings, keyof EnrichmentSettings>;

const NUMBER = {
  kind: 'number',
  scale: 'linear',
  whole: false,
  canBeOff: false,
  affects: 'weights',
} as const;

/** CoRE's controls with the paper's values. */
export const ENRICHMENT_PARAMETERS = {
  alpha: {
    ...NUMBER,
    ...LIMITS.alpha,
    symbol: 'α',
    title: 'Captions in a class',
    explanation:
      'The share of the retrieved captions in each class’s prototype; at 0 the prompt stands alone.',
    paper: PAPER_SETTINGS.alpha,
  },
  beta: {
    ...NUMBER,
    ...LIMITS.beta,
    symbol: 'β',
    title: 'Captions in a photo',
    explanation:
      'The share of the retrieved captions in each photo’s embedding; at 0 the photo stands alone.',
    paper: PAPER_SETTINGS.beta,
  },
  tauImageToText: {
    ...NUMBER,
    ...LIMITS.tauImageToText,
    scale: 'logarithmic',
    symbol: 'τ image→text',
    title: 'Evenness in a photo',
    explanation:
      'How evenly a photo’s captions count: high values make them equal, low ones leave the nearest.',
    idle: { parameter: 'imageWeighting', value: 'linear' },
    paper: PAPER_SETTINGS.tauImageToText,
  },
  tauTextToText: {
    ...NUMBER,
    ...LIMITS.tauTextToText,
    scale: 'logarithmic',
    symbol: 'τ text→text',
    title: 'Evenness in a class',
    explanation:
      'How evenly a class’s captions count: high values make them equal, low ones leave the nearest.',
    paper: PAPER_SETTINGS.tauTextToText,
  },
  k: {
    ...NUMBER,
    ...LIMITS.k,
    whole: true,
    affects: 'retrieval',
    symbol: 'k',
    title: 'Captions',
    explanation: 'How many captions are retrieved for each photo and each class.',
    paper: PAPER_SETTINGS.k,
  },
  imageWeighting: {
    kind: 'choice',
    affects: 'weights',
    symbol: 'σ',
    title: 'Image weighting',
    explanation: 'Whether a photo’s captions count by a softmax, as in the paper, or by their cosine.',
    options: [
      { value: 'softmax', title: 'Softmax (paper)' },
      { value: 'linear', title: 'Linear (released code)' },
    ],
    paper: PAPER_SETTINGS.imageWeighting,
  },
  nearDuplicateCosine: {
    ...NUMBER,
    min: 0.5,
    max: 1,
    canBeOff: true,
    usual: RELEASED_CODE_SETTINGS.nearDuplicateCosine ?? 1,
    symbol: '≈',
    title: 'Count near-duplicates once',
    explanation:
      'Captions of one query at or above this cosine to each other count once; off counts them all.',
    paper: PAPER_SETTINGS.nearDuplicateCosine,
  },
  zeroShotShare: {
    ...NUMBER,
    ...LIMITS.zeroShotShare,
    symbol: 'γ',
    title: 'Zero-shot in the score',
    explanation:
      'The share of each score that photo and prompt have without captions; at 0 the mixtures alone decide.',
    paper: PAPER_SETTINGS.zeroShotShare,
  },
} satisfies { readonly [Name in keyof EnrichmentParameters]: Parameter };

/** Settings worth starting from. */
export const ENRICHMENT_PRESETS: readonly ParameterPreset<EnrichmentParameters>[] = [
  {
    title: 'Pocket',
    explanation:
      'Chosen on validation pictures of the pocket world. What it gains on the paper’s settings holds for drawings like these only.',
    values: POCKET_SETTINGS,
    namesInRetrieval: 'apart',
  },
  {
    title: 'Varied captions',
    explanation:
      'More captions, and those that say nearly the same count once, so that a relative with many captions does not drown a class; takes longer.',
    values: VARIED_SETTINGS,
    namesInRetrieval: 'apart',
  },
  {
    title: 'Fewest spoiled classes',
    explanation:
      'Varied captions, and part of each score without any, so that captions take few classes what the photo alone has right; not the best on average.',
    values: CAREFUL_SETTINGS,
    namesInRetrieval: 'apart',
  },
  {
    title: 'Paper',
    explanation:
      'As the text of the paper has it: a photo’s captions weigh by softmax, and several names of a class are the mean of their prompts.',
    values: PAPER_SETTINGS,
    namesInRetrieval: 'apart',
  },
  {
    title: 'Released code',
    explanation:
      'As the authors’ code runs: a photo’s captions weigh by their cosine, near-duplicates count once, and one retrieval prompt holds all names of a class.',
    values: RELEASED_CODE_SETTINGS,
    namesInRetrieval: 'together',
  },
];
