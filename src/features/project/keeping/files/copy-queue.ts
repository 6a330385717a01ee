/** Photos and what their files take. */
export interface Files {
  readonly photos: number;
  readonly bytes: number;
}

/** Which photos' files are to be copied: those that come first as far as the room goes that was agreed to. */
export class CopyQueue {
  readonly #toCopy = new Map<string, number>();
  readonly #held = new Map<string, number>();
  #copied: Files = { photos: 0, bytes: 0 };
  #heldBytes = 0;

  /** @param upTo bytes of copies, in all; null for as many as there are */
  constructor(private upTo: number | null) {}

  /** The photo to be copied next. */
  get next(): string | undefined {
    return this.#toCopy.keys().next().value;
  }

  /** Photos that are yet to be copied. */
  get waiting(): Files {
    let bytes = 0;
    for (const its of this.#toCopy.values()) bytes += its;
    return { photos: this.#toCopy.size, bytes };
  }

  /** Photos that are copied, or will be. */
  get copied(): Files {
    return this.#copied;
  }

  /** Photos for which there is no room by what was agreed to. */
  get held(): Files {
    return { photos: this.#held.size, bytes: this.#heldBytes };
  }

  /** Takes into account a copy that is there already. */
  adopt(bytes: number): void {
    this.#count(1, bytes);
  }

  /** Has a photo's file copied, or held until a person agrees. */
  add(id: string, bytes: number): void {
    if (this.#toCopy.has(id)) return;
    if (this.upTo !== null && this.#copied.bytes + bytes > this.upTo) {
      this.#letGo(id);
      this.#held.set(id, bytes);
      this.#heldBytes += bytes;
      return;
    }
    this.#toCopy.set(id, bytes);
    this.#count(1, bytes);
  }

  /** The photo's copy is made, or cannot be. */
  done(id: string): void {
    this.#toCopy.delete(id);
  }

  /** The photo is gone. */
  drop(id: string): void {
    this.#letGo(id);
    const bytes = this.#toCopy.get(id);
    if (bytes !== undefined && this.#toCopy.delete(id)) this.#count(-1, -bytes);
  }

  /** Agrees to all of them. */
  copyAll(): void {
    this.upTo = null;
    for (const [id, bytes] of this.#held) this.add(id, bytes);
    this.#held.clear();
    this.#heldBytes = 0;
  }

  /** Forgets all photos; none is to be copied. */
  clear(): void {
    this.#toCopy.clear();
    this.#held.clear();
    this.#heldBytes = 0;
    this.#copied = { photos: 0, bytes: 0 };
  }

  #letGo(id: string): void {
    this.#heldBytes -= this.#held.get(id) ?? 0;
    this.#held.delete(id);
  }

  #count(photos: number, bytes: number): void {
    this.#copied = { photos: this.#copied.photos + photos, bytes: this.#copied.bytes + bytes };
  }
}
