import { dot } from '../../embeddings';
import {
  type Atoms,
  atomWeights,
  type CrossProducts,
  enrichAtoms,
  type Mixture,
  mixedCosine,
  mixture,
  type SelfProducts,
} from '../../reweighting';
import { type EvidenceList, items } from '../evidence';
import type { Method } from '../method';
import type { ClassInput } from '../task';
import { ENRICHMENT_PARAMETERS, ENRICHMENT_PRESETS, type EnrichmentParameters } from './parameters';
import { Prototypes } from './prototypes';

/** A photo's inner products with the class list. */
export interface EnrichmentProducts {
  readonly atoms: Atoms;
  readonly inner: { readonly self: SelfProducts; readonly cross: readonly CrossProducts[] } | null;
}

/** argmax_c (1 − γ)·cos(z+, W+[c]) + γ·z·W[c]; with γ = 0, the paper's, CoRE eq. 3. */
export const enrichment: Method<EnrichmentParameters, null, EnrichmentProducts> = {
  id: 'core',
  title: 'CoRE',
  explanation: 'Mixes retrieved captions into the photo and into each class, and compares the two mixtures.',
  reference: {
    paper: 'Retrieval-enriched zero-shot image classification in low-resource domains',
    year: 2024,
    equations: '2–7',
  },
  parameters: ENRICHMENT_PARAMETERS,
  presets: ENRICHMENT_PRESETS,
  output: 'cosine',
  needs: [
    { need: 'captions of photo', without: 'No captions were retrieved for the photo; it stands alone.' },
    {
      need: 'captions of class',
      without: 'No captions were retrieved for the classes; prompts stand alone.',
    },
  ],
  prepare: ({ classes, products }) => {
    const allPrototypes = new Prototypes(classes);
    return {
      *measure({ atoms }) {
        const cross: CrossProducts[] = [];
        for (const cls of classes) {
          yield;
          const inner = products.cross(atoms, cls.atoms);
          if (inner === null) return { atoms, inner: null };
          // Every mixture needs them, and they are the same for all photos.
          products.self(cls.atoms);
          cross.push(inner);
        }
        return { atoms, inner: { self: products.self(atoms), cross } };
      },
      immediate: ({ atoms }) => ({ atoms, inner: null }),
      weigh: (parameters) => {
        let mixtures: readonly Mixture[] | null = null;
        const prototypes = allPrototypes.under(parameters);
        const { zeroShotShare } = parameters;
        const blended = (mixed: number, zeroShot: number) =>
          (1 - zeroShotShare) * mixed + zeroShotShare * zeroShot;
        const onVectors = (atoms: Atoms) => {
          const mixed = prototypes.scores(enrichAtoms(atoms, 'image', parameters));
          if (zeroShotShare === 0) return mixed;
          return mixed.map((score, c) => blended(score, dot(atoms.own, classes[c]!.atoms.own)));
        };
        let evidenceOfClasses: readonly EvidenceList[] | null = null;
        // The same for every photo; one list is looked at of the thousands that there may be.
        const ofClasses = () => {
          evidenceOfClasses ??= classes.map((cls, index) => new ClassEvidence(cls, index, parameters));
          return evidenceOfClasses;
        };
        const onProducts = (self: SelfProducts, cross: readonly CrossProducts[]) => {
          mixtures ??= classes.map(({ atoms }) => mixture(products.self(atoms), 'class', parameters));
          const image = mixture(self, 'image', parameters);
          // Own embeddings come first among the products.
          return Float64Array.from(mixtures, (cls, c) =>
            blended(mixedCosine(image, cross[c]!, cls), cross[c]![0]!),
          );
        };
        return {
          initial: null,
          *getReady({ inner }) {
            if (inner === null) yield* prototypes.build();
          },
          score: ({ atoms, inner }) => ({
            scores: inner === null ? onVectors(atoms) : onProducts(inner.self, inner.cross),
            names: null,
            state: null,
          }),
          explain: ({ atoms }) => ({
            lists: [
              {
                source: 'captions of photo',
                classIndex: null,
                title: 'Share of each caption retrieved for the photo',
                items: items(atomWeights(atoms, 'image', parameters).subarray(0, parameters.k)),
              },
              ...ofClasses(),
            ],
            figures: [],
            distributions: [],
          }),
        };
      },
    };
  },
};

/** The captions of one class, weighed when they are looked at. */
class ClassEvidence implements EvidenceList {
  readonly source = 'captions of class';
  readonly title = 'Share of each caption retrieved for the class';

  constructor(
    private readonly cls: ClassInput,
    readonly classIndex: number,
    private readonly parameters: EnrichmentParameters,
  ) {}

  get items(): EvidenceList['items'] {
    const { cls, parameters } = this;
    return items(atomWeights(cls.atoms, 'class', parameters).subarray(0, parameters.k));
  }
}
