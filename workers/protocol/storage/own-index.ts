import type { Embeddings, Result } from '../../../core';
import type { CaptionFile, ManifestModel, VectorSpace } from '../../../index-shards/format';

/** Addresses of indexes that were made in this browser begin with it; nothing is fetched from them. */
const OWN_SCHEME = 'own:';

/** Whether an index was made in this browser. */
export const isOwnIndex = (address: string): boolean => address.startsWith(OWN_SCHEME);

/** The address of an index made here. @param id unique in this browser */
export const ownAddress = (id: string): string => `${OWN_SCHEME}${id}`;

/** What people say of captions of their own. */
export interface AboutCaptions {
  readonly title: string;
  /** Where the captions come from, and their licence; shown with the evidence. */
  readonly source: string;
  readonly licence: string;
  /** BCP 47 tags, where somebody said. */
  readonly languages: readonly string[];
}

/** Captions that become an index in this browser, or are added to one. */
export interface OwnCaptions {
  readonly address: string;
  readonly about: AboutCaptions;
  /** Whether they are of the index's job: once that is not kept any more, another tab has finished it, and nothing is added. */
  readonly isOfJob?: boolean;
  /** Captions that the index has before; where another tab has added some since, these are not added. */
  readonly after: number;
  /** The checkpoint that embedded them. */
  readonly model: ManifestModel;
  readonly texts: readonly string[];
  /** The files that they came from, in their order: together as many captions as there are texts. */
  readonly files: readonly CaptionFile[];
  /** `[texts.length, d]`, normalised. */
  readonly embeddings: Embeddings;
  /** A BCP 47 tag of them, where somebody said; an index with tags has it for each. */
  readonly language?: string;
  /** In the further spaces of the index, by their number, `[texts.length, its width]`; null or absent where there are none. */
  readonly vectors?: readonly (Embeddings | null)[];
}

/** An index that was made in this browser. */
export interface OwnIndex {
  readonly address: string;
  readonly about: AboutCaptions;
  readonly captions: number;
  readonly bytes: number;
  /** The files that they came from, in their order; one comes several times where its captions lie apart. */
  readonly files: readonly CaptionFile[];
  /** The checkpoint that its captions were embedded with. */
  readonly model: Pick<ManifestModel, 'id' | 'revision'>;
  /** Further vectors of its captions. */
  readonly spaces: readonly Pick<VectorSpace, 'kind' | 'encoder'>[];
}

/** Captions that are to be embedded and added, kept until all of them are. */
export interface OwnJob {
  readonly address: string;
  readonly about: AboutCaptions;
  /** The checkpoint that embeds them. */
  readonly model: Pick<ManifestModel, 'id' | 'revision'>;
  /** Captions that the index had before: those beyond are of `texts`, in their order. */
  readonly start: number;
  readonly texts: readonly string[];
  /** The files that they came from, in their order. */
  readonly files: readonly CaptionFile[];
  /** A BCP 47 tag of them, where somebody said. */
  readonly language?: string;
  /** Whether they are embedded for the index's further text spaces too; without, they are not found there. */
  readonly inFurtherSpaces?: boolean;
  /** What these take the place of; it goes once all of them are there. */
  readonly replaces?: CaptionsOfFile;
}

/** Some captions of a file that an index made here was made of. */
export interface CaptionsOfFile {
  readonly file: string;
  /** Those; all of the file where absent. */
  readonly texts?: readonly string[];
}

/** Source and licence of a file of captions. */
export type CaptionTerms = Pick<CaptionFile, 'source' | 'licence'>;

/** What the retrieval worker does for indexes made in this browser. */
export interface OwnIndexApi {
  /**
   * Adds captions to an index made here, or begins it; what is stored afterwards is whole, also when it is cut off.
   * @throws FernglassError `index-model-mismatch` where another checkpoint embedded those that are there.
   */
  addOwn(captions: OwnCaptions): Promise<Result<OwnIndex>>;
  /** The indexes made here, by title. */
  ownIndexes(): Promise<Result<readonly OwnIndex[]>>;
  /** Keeps what is to be added, so that it outlives a reload; one job for each index. */
  keepOwnJob(job: OwnJob): Promise<Result<void>>;
  dropOwnJob(address: string): Promise<Result<void>>;
  ownJobs(): Promise<Result<readonly OwnJob[]>>;
  /** Removes one made here, open or not, and what was still to be added to it. */
  removeOwn(address: string): Promise<Result<void>>;
  /**
   * Removes captions of one; the others keep their vectors.
   * @returns the index as it is then; where none of these are there, as it was
   * @throws FernglassError `input-invalid` where nothing would be left, or captions are still being added to it
   */
  removeOwnCaptions(address: string, captions: CaptionsOfFile): Promise<Result<OwnIndex>>;
  /** Says of a file where it is from and under which licence. */
  describeOwnFile(address: string, file: string, terms: CaptionTerms): Promise<Result<OwnIndex>>;
  /** Gives an index made here another title. */
  renameOwn(address: string, title: string): Promise<Result<OwnIndex>>;
  /** Its captions, in their order. */
  ownTexts(address: string): Promise<Result<readonly string[]>>;
  /**
   * Takes an exported index in, from a ZIP, under an address of its own, or in the place of what is there.
   * @throws FernglassError `input-invalid`, `shard-corrupt`, `shard-not-found` where it is none or is damaged; nothing is
   *   kept then.
   */
  importOwn(address: string, archive: Blob): Promise<Result<OwnIndex>>;
  /** The index as a ZIP that any static host can serve once unpacked. */
  exportOwn(address: string): Promise<Result<Blob>>;
}
