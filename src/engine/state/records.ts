import {
  type Atoms,
  type Candidates,
  type ClassNames,
  fillPrompt,
  fillPrompts,
  type TypedClass,
  type Vector,
} from '../../../core';
import type { KeptHits } from '../../../workers/protocol';
import type { CaptionNumbers, CaptionsOfClass, RetrievedCaptions } from '../retrieval/captions/caption-store';
import type { Photo, Prompts } from './types';

/** Something derived, with the request it was derived from: it is stale when today's request has another key. */
export interface Derived<T> {
  readonly key: string;
  readonly value: T;
}

/** Captions, or what was read from them: it holds for that query and as long as those captions are kept (`Basis`). */
export interface Found<T> extends Derived<T> {
  /** The embedding that was searched for; the same object, not an equal one. */
  readonly query: Float32Array;
  readonly captions: number;
}

/** What one index gave for a query: it holds as long as that index is open and the key is its key. */
export interface FoundIn<T> extends Derived<T> {
  readonly query: Float32Array;
  readonly numbers: CaptionNumbers;
}

/** What was computed of a part of a photo, or of all of it, while another is classified. */
export interface EarlierPart extends Pick<PhotoRecord, 'kept' | 'parts'> {
  readonly embedding: Derived<Float32Array>;
}

/** What the engine knows of a photo; `view` is the part the page sees. */
export interface PhotoRecord {
  view: Photo;
  /** The file that it was added from, or how to get at it: an earlier visit's is read only when it is needed. */
  readonly file: File | (() => Promise<File>);
  /** z, `[d]`, of the part that is classified; its key says of which (`embeddingKey`). */
  embedding: Derived<Float32Array> | null;
  /** What was computed of parts that are not classified now, each once, the last first: it holds again when one is asked for. */
  earlier?: readonly EarlierPart[];
  /** Further boxes that are classified for themselves, the surest first. */
  further?: readonly PhotoRecord[];
  /** The photo that it is a further box of; absent for a photo. */
  readonly of?: PhotoRecord;
  /** `cropKey` of the box that is classified; absent for the whole photo. */
  part?: string;
  /** Merged of what the indexes gave. */
  hits: Found<RetrievedCaptions> | null;
  /** What each index gave: where indexes come, go or weigh more, only what is missing is searched. */
  parts?: readonly FoundIn<RetrievedCaptions>[];
  /** The captions last found for the embedding, with what holds beyond this visit; null where that is not known. */
  kept: KeptHits | null;
  /** Captions of the pairs whose pictures are nearest, for methods that read them. */
  pairs: Found<RetrievedCaptions> | null;
  /** Names found in the captions; embedded once `candidates` holds them too. */
  names: Derived<readonly string[]> | null;
  candidates: (Derived<Candidates> & Pick<Found<unknown>, 'query'>) | null;
  /** With what it was made from; its identity is what the scorer caches by. */
  atoms: {
    readonly own: Float32Array;
    readonly hits: RetrievedCaptions | null;
    readonly depth: number;
    readonly value: Atoms;
  } | null;
  /** Times the worker died with this photo in hand. */
  deaths: number;
}

/**
 * The file of a photo.
 * @throws FernglassError `photo-file-missing` where it is not kept, or may not be read.
 */
export async function fileOf({ file }: PhotoRecord): Promise<File> {
  return typeof file === 'function' ? file() : file;
}

/** A class's prototype W and its retrieval query, both `[d]`, normalised. */
export interface Prototype {
  readonly own: Float32Array;
  readonly query: Float32Array;
  /** The zero-shot prompt of each name, `[names][d]`. */
  readonly names: readonly Vector[];
}

/** What some methods read of a class beside its prototype; empty where the method reads none. */
export interface ClassExtras {
  /** Its first name in each template, `[K][d]`. */
  readonly templates: readonly Vector[];
  /** `[sentences][d]`. */
  readonly descriptions: readonly Vector[];
}

/** What the engine knows of a class of the list. */
export interface ClassRecord {
  readonly names: TypedClass;
  /** Changes with anything the prototype depends on but the model. */
  readonly key: string;
  prototype: Derived<Prototype> | null;
  extras: (Derived<ClassExtras> & { readonly space: string }) | null;
  hits: Found<CaptionsOfClass> | null;
  parts?: readonly FoundIn<CaptionsOfClass>[];
  /** Hits that wait for those of the other classes: an answer is to compare classes that were searched alike. */
  searched: Found<CaptionsOfClass> | null;
  /** Captions that hold each of its names, for methods that read them. */
  counts: (Derived<readonly number[]> & Pick<Found<unknown>, 'captions'>) | null;
  /** Rebuilt when prototype, hits or depth change; its identity is what the scorer caches by. */
  atoms: (Derived<Atoms> & { readonly hits: CaptionsOfClass | null }) | null;
}

/** The texts a class needs embedded: its zero-shot prompts, and its retrieval prompts (CoRE table 5). */
export function classTexts(names: ClassNames, prompts: Prompts): { zeroShot: string[]; retrieval: string[] } {
  return {
    zeroShot: names.names.map((name) => fillPrompt(prompts.zeroShot, name)),
    retrieval: fillPrompts(prompts.retrieval, names.names),
  };
}

/** Classes whose records are made between two chances to stop. */
const CLASSES_AT_ONCE = 250;

/**
 * Records for a new class list, in steps; classes that are the same as before keep what was derived. Most are known by
 * their object alone, so that a change of one class does not spell the others.
 */
export function* carryOver(
  before: { readonly classes: readonly ClassRecord[]; readonly prompts: Prompts },
  classes: readonly TypedClass[],
  prompts: Prompts,
): Generator<void, ClassRecord[]> {
  const samePrompts =
    prompts.zeroShot === before.prompts.zeroShot && prompts.retrieval === before.prompts.retrieval;
  const byNames = new Map(samePrompts ? before.classes.map((record) => [record.names, record]) : []);
  let byKey: Map<string, ClassRecord> | null = null;
  const recordOf = (names: TypedClass): ClassRecord => {
    const unchanged = byNames.get(names);
    if (unchanged !== undefined) return unchanged;
    byKey ??= new Map(before.classes.map((record) => [record.key, record]));
    const key = JSON.stringify([names.names, names.descriptions, prompts.zeroShot, prompts.retrieval]);
    const same = byKey.get(key);
    if (same !== undefined) return same;
    return {
      names,
      key,
      prototype: null,
      extras: null,
      hits: null,
      searched: null,
      counts: null,
      atoms: null,
    };
  };
  const records: ClassRecord[] = [];
  for (const [at, names] of classes.entries()) {
    if (at > 0 && at % CLASSES_AT_ONCE === 0) yield;
    records.push(recordOf(names));
  }
  return records;
}
