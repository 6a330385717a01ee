import type { PhotoInput } from '../../../../core';

/** A photo, and where it lay. */
export interface PlacedInput {
  readonly input: PhotoInput;
  readonly place: number;
}

/** The photos to be scored, in the order in which a method with a memory sees them; each found by its id at once. */
export class PhotoOrder {
  #inputs: PhotoInput[] = [];
  readonly #places = new Map<string, number>();

  /** Always the same as the photos are now: not a copy. */
  get inputs(): readonly PhotoInput[] {
    return this.#inputs;
  }

  get(id: string): PhotoInput | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#inputs[place];
  }

  /** Place from 0; −1 for an unknown photo. */
  placeOf(id: string): number {
    return this.#places.get(id) ?? -1;
  }

  /** Replaces the photo of this id where it lies, or puts a new one last; gives its place. */
  put(input: PhotoInput): number {
    const place = this.#places.get(input.id) ?? this.#inputs.length;
    this.#inputs[place] = input;
    this.#places.set(input.id, place);
    return place;
  }

  /** Puts photos back at their places, the first one first; a place beyond the end is the end. */
  putBack(removed: readonly PlacedInput[]): number {
    const [first] = removed;
    if (first === undefined) return this.#inputs.length;
    const from = Math.min(first.place, this.#inputs.length);
    const behind = this.#inputs.splice(from);
    let next = 0;
    for (const { input, place } of removed) {
      while (this.#inputs.length < place && next < behind.length) this.#inputs.push(behind[next++]!);
      this.#inputs.push(input);
    }
    for (; next < behind.length; next++) this.#inputs.push(behind[next]!);
    for (let place = from; place < this.#inputs.length; place++)
      this.#places.set(this.#inputs[place]!.id, place);
    return from;
  }

  /** Takes photos out; gives the first place whose photo is another one now, or −1 where none was there. */
  remove(ids: ReadonlySet<string>): number {
    const first = this.#inputs.findIndex(({ id }) => ids.has(id));
    if (first < 0) return first;
    for (const id of ids) this.#places.delete(id);
    let place = first;
    for (const input of this.#inputs.slice(first)) {
      if (ids.has(input.id)) continue;
      this.#inputs[place] = input;
      this.#places.set(input.id, place++);
    }
    this.#inputs.length = place;
    return first;
  }

  /** Puts photos in this order; those not named keep theirs, behind. */
  reorder(ids: readonly string[]): void {
    const named = new Set(ids.filter((id) => this.#places.has(id)));
    const inputs = [...named].map((id) => this.get(id)!);
    this.#inputs = [...inputs, ...this.#inputs.filter(({ id }) => !named.has(id))];
    this.#inputs.forEach(({ id }, place) => {
      this.#places.set(id, place);
    });
  }
}
