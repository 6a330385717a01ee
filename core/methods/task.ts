import {
  type Atoms,
  type CrossProducts,
  crossProducts,
  type SelfProducts,
  selfProducts,
} from '../reweighting';

/** A normalised embedding, `[d]`. */
export type Vector = ArrayLike<number>;

/** What a method works from beyond the embeddings of photos and classes. */
export type Need =
  | 'captions of photo'
  | 'captions of class'
  | 'image vectors in index'
  | 'candidate names'
  | 'descriptions'
  | 'templates'
  | 'synonym counts'
  | 'whole set of photos'
  | 'labelled photos';

/** Retrieved captions, best first. */
export interface Captions {
  /** `[k][d]`, normalised. */
  readonly captions: readonly Vector[];
  /** `[k]`, cosine of each caption to the query. */
  readonly similarities: ArrayLike<number>;
}

/** Names found in a photo's captions, and the embeddings of their prompts. */
export interface Candidates {
  readonly names: readonly string[];
  /** `[names.length][d]`, normalised. */
  readonly embeddings: readonly Vector[];
}

/** A photo as methods see it. Methods tell photos apart by this object: a new one for every change. */
export interface PhotoInput {
  readonly id: string;
  /** z, and the captions nearest to it in the whole index; no captions where nothing was retrieved. */
  readonly atoms: Atoms;
  /**
   * Of the pairs whose images are nearest to the photo, the captions nearest to it (X-MoRe's two steps); null where the
   * index holds no image vectors.
   */
  readonly paired: Captions | null;
  /** Null until names were looked for. */
  readonly candidates: Candidates | null;
}

/** A class as methods see it. */
export interface ClassInput {
  /** W, the mean over the class's names and templates, and the captions nearest to its retrieval prompt. */
  readonly atoms: Atoms;
  /** The zero-shot prompt of each of the class's names, in the order typed, `[names][d]`. */
  readonly names: readonly Vector[];
  /** The class's name in each template, `[K][d]`, the same K templates for every class; empty where there are none. */
  readonly templates: readonly Vector[];
  /** The class's descriptive sentences, `[n][d]`; empty where the user gave none. */
  readonly descriptions: readonly Vector[];
  /** Captions of the corpus that hold each of the class's names, `[names]`; null until they were counted. */
  readonly counts: readonly number[] | null;
}

/** A photo whose class the user has accepted. */
export interface LabelledPhoto {
  readonly id: string;
  /** z, `[d]`. */
  readonly embedding: Vector;
  /** Position in the class list. */
  readonly label: number;
}

/** Where inner products are kept: methods ask here, so that a class that stays in the list keeps its products. */
export interface ProductStore {
  self(atoms: Atoms): SelfProducts;
  /** Null where there is no room for more; the method then works on whole vectors. */
  cross(photo: Atoms, cls: Atoms): CrossProducts | null;
}

/** Keeps nothing: every product is computed when asked for. */
export const NO_STORE: ProductStore = { self: selfProducts, cross: crossProducts };

/** All that a method may work from, apart from the one photo. It is to read nothing that its `needs` do not name. */
export interface Task {
  readonly classes: readonly ClassInput[];
  /** exp(t) of the checkpoint: logit = scale · cosine. */
  readonly logitScale: number;
  /** Every photo on the table, in order of arrival. */
  readonly photos: readonly PhotoInput[];
  readonly labelled: readonly LabelledPhoto[];
  readonly products: ProductStore;
}

/** Whether the task, for this photo, has what the need names. */
export function has(need: Need, task: Task, photo: PhotoInput): boolean {
  switch (need) {
    case 'captions of photo':
      return photo.atoms.captions.length > 0;
    case 'captions of class':
      return task.classes.some(({ atoms }) => atoms.captions.length > 0);
    case 'image vectors in index':
      return photo.paired !== null;
    case 'candidate names':
      return (photo.candidates?.names.length ?? 0) > 0;
    case 'descriptions':
      return task.classes.some(({ descriptions }) => descriptions.length > 0);
    case 'templates':
      return task.classes.length > 0 && task.classes.every(({ templates }) => templates.length > 1);
    case 'synonym counts':
      return task.classes.every(({ counts }) => counts !== null);
    case 'whole set of photos':
      return task.photos.length > 1;
    case 'labelled photos':
      return task.labelled.length > 0;
  }
}
