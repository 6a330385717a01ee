import { dot, type FoundBy } from '../../../../core';
import type { CaptionChoice } from '../../state/types';
import type { CaptionStore, CaptionsOfClass, RetrievedCaptions } from './caption-store';

/** What is chosen for everything, for one class or for one photo. */
interface Chosen {
  readonly left: ReadonlySet<string>;
  /** In the order in which they were pinned. */
  readonly pinned: readonly string[];
}

/** What was made of one retrieval, as long as the choices are the same. */
interface Made {
  readonly revision: number;
  readonly of: string;
  readonly value: RetrievedCaptions;
}

const NOTHING: Chosen = { left: new Set(), pinned: [] };
const MEANING: readonly FoundBy[] = ['meaning'];

/** Where a choice holds: a class by its name, a photo by its file. */
const placeOfClass = (name: string): string => `class ${name}`;
const placeOfPhoto = (file: string): string => `photo ${file}`;

/**
 * Captions that a person left out, or pinned to a class or photo. What was retrieved stays as it is; what methods and evidence
 * read of it follows from it and from the choices, and is the same object while neither changed.
 */
export class CaptionChoices {
  #revision = 0;
  #byPlace = new Map<string, Chosen>();
  #everywhere: ReadonlySet<string> = NOTHING.left;
  #found = 0;
  readonly #made = new WeakMap<RetrievedCaptions, Made>();

  constructor(private readonly captions: Pick<CaptionStore, 'text' | 'embedding' | 'find'>) {}

  /** Another number whenever what follows from the choices may be another. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes the choices that are to hold. */
  set(choices: readonly CaptionChoice[]): void {
    const places = new Map<string, { left: Set<string>; pinned: string[] }>();
    for (const { text, kind, of } of choices) {
      const place = of === null ? '' : 'className' in of ? placeOfClass(of.className) : placeOfPhoto(of.file);
      const chosen = places.get(place) ?? { left: new Set(), pinned: [] };
      places.set(place, chosen);
      if (kind === 'left out') chosen.left.add(text);
      else chosen.pinned.push(text);
    }
    this.#byPlace = places;
    this.#everywhere = places.get('')?.left ?? NOTHING.left;
    this.#found = this.#pinsFound();
    this.#revision++;
  }

  /** Looks again for captions that are pinned and were not there; true where one is now. */
  lookAgain(): boolean {
    const found = this.#pinsFound();
    if (found === this.#found) return false;
    this.#found = found;
    this.#revision++;
    return true;
  }

  /** Captions of a photo as the choices have them. @param query z of the photo, `[d]` */
  ofPhoto(file: string, hits: RetrievedCaptions, query: Float32Array): RetrievedCaptions {
    return this.#applied(placeOfPhoto(file), hits, query);
  }

  /** Captions of a class as the choices have them. @param query its retrieval query, `[d]` */
  ofClass(name: string, hits: CaptionsOfClass, query: Float32Array): CaptionsOfClass {
    return this.#applied(placeOfClass(name), hits, query) as CaptionsOfClass;
  }

  #pinsFound(): number {
    let found = 0;
    for (const { pinned } of this.#byPlace.values())
      for (const text of pinned) if (this.captions.find(text) !== undefined) found++;
    return found;
  }

  #applied(of: string, hits: RetrievedCaptions, query: Float32Array): RetrievedCaptions {
    if (this.#byPlace.size === 0) return hits;
    const made = this.#made.get(hits);
    if (made?.revision === this.#revision && made.of === of) return made.value;
    const value = this.#make(this.#byPlace.get(of) ?? NOTHING, hits, query);
    // What is as before stays the same object: products are kept by it.
    const isSame = made?.of === of && sameCaptions(made.value, value);
    this.#made.set(hits, { revision: this.#revision, of, value: isSame ? made.value : value });
    return isSame ? made.value : value;
  }

  #make({ left, pinned }: Chosen, hits: RetrievedCaptions, query: Float32Array): RetrievedCaptions {
    const pins = pinned.flatMap((text) => this.captions.find(text) ?? []);
    const isPinned = new Set(pins);
    const kept: number[] = [];
    hits.ids.forEach((id, i) => {
      const text = this.captions.text(id);
      if (!left.has(text) && !this.#everywhere.has(text) && !isPinned.has(id)) kept.push(i);
    });
    if (pins.length === 0 && kept.length === hits.ids.length) return hits;
    const nearest = hits.similarities[0] ?? 0;
    const cosines = [
      ...pins.map((id) => dot(query, this.captions.embedding(id))),
      ...kept.map((i) => hits.similarities[i]!),
    ];
    const made = {
      ids: Int32Array.of(...pins, ...kept.map((i) => hits.ids[i]!)),
      // Captions weigh by their similarity: one that is pinned weighs no less than the nearest, or pinning it would do nothing.
      similarities: Float64Array.from(cosines, (value, i) =>
        i < pins.length ? Math.max(value, nearest) : value,
      ),
      cosines: Float64Array.from(cosines),
      pinned: pins.length,
    };
    if (!('foundBy' in hits)) return made;
    const { foundBy } = hits as CaptionsOfClass;
    const ofClass: CaptionsOfClass = {
      ...made,
      foundBy: [...pins.map(() => MEANING), ...kept.map((i) => foundBy[i]!)],
    };
    return ofClass;
  }
}

function sameCaptions(a: RetrievedCaptions, b: RetrievedCaptions): boolean {
  return (
    a.ids.length === b.ids.length &&
    (a.pinned ?? 0) === (b.pinned ?? 0) &&
    a.ids.every((id, i) => id === b.ids[i])
  );
}
