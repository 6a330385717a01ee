/** Room that is taken beforehand where the host does not say how long a file is, in bytes. */
const FIRST_ROOM = 1 << 16;

/** By what a host's answers show that they are of one and the same file. */
export interface Validator {
  readonly header: 'etag' | 'last-modified';
  readonly value: string;
}

/** What arrived of a file on an earlier visit. */
export interface Earlier {
  /** As long as the whole file; the first `loaded` bytes are there. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly loaded: number;
  readonly validator: Validator | null;
}

/** What has arrived of a file so far, and whether the host can be asked for the rest. */
export class PartialFile {
  #bytes = new Uint8Array(0);
  #loaded = 0;
  #total = 0;
  #validator: Validator | null = null;
  #answers = 0;

  /**
   * @param most longest content that is taken, in bytes: no room is taken for more, whatever the host states
   * @param isVerified whether the whole is held against a checksum, so that parts need no validator
   */
  constructor(
    private readonly most: number,
    private readonly isVerified = false,
  ) {}

  /** Takes what came on an earlier visit; the array is this file's own from then on. */
  restore({ bytes, loaded, validator }: Earlier): void {
    this.#bytes = bytes;
    this.#loaded = loaded;
    this.#total = bytes.length;
    this.#validator = validator;
    this.#answers = 1;
  }

  /** What came so far, not copied: it holds until the next change. */
  get view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#loaded);
  }

  get validator(): Validator | null {
    return this.#validator;
  }

  /** Whether all of a file whose length is known is there. */
  get isWhole(): boolean {
    return this.#total > 0 && this.#loaded === this.#total;
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** The file's length in bytes as the host states it; 0 where it does not. */
  get total(): number {
    return this.#total;
  }

  /** Whether the bytes came in several answers. */
  get isPieced(): boolean {
    return this.#answers > 1;
  }

  /** Whether the rest can be asked for, and a host that has another file by now would be found out. */
  get canGoOn(): boolean {
    return this.#loaded > 0 && this.#loaded < this.#total && (this.#validator !== null || this.isVerified);
  }

  /** Headers that ask for the rest. `If-Range` has other hosts ask the browser for leave first, which many refuse. */
  rangeHeaders(isSameOrigin: boolean): Record<string, string> {
    const range = { range: `bytes=${this.#loaded}-` };
    return isSameOrigin && this.#validator ? { ...range, 'if-range': this.#validator.value } : range;
  }

  /** Forgets what came: a whole file begins with this answer. */
  begin({ headers }: Pick<Response, 'headers'>): void {
    // Of a compressed answer the length stated is that before unpacking, and no part of it can be asked for.
    const isPlain = !headers.has('content-encoding');
    this.clear();
    this.#total = isPlain ? Number(headers.get('content-length') ?? 0) : 0;
    this.#validator = isPlain && headers.get('accept-ranges') !== 'none' ? validatorOf(headers) : null;
    this.#answers = 1;
  }

  /** Whether an answer with status 206 is the rest of what came; notes it if so. */
  goesOnWith({ headers }: Pick<Response, 'headers'>): boolean {
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '');
    if (range === null || !this.canGoOn || headers.has('content-encoding')) return false;
    const [start, last, total] = range.slice(1).map(Number);
    if (start !== this.#loaded || last !== this.#total - 1 || total !== this.#total) return false;
    if (this.#validator !== null && headers.get(this.#validator.header) !== this.#validator.value)
      return false;
    this.#answers++;
    return true;
  }

  append(chunk: Uint8Array): void {
    const needed = this.#loaded + chunk.length;
    if (needed > this.#bytes.length) {
      const stated = Math.max(FIRST_ROOM, this.#total, 2 * this.#bytes.length);
      const grown = new Uint8Array(Math.max(needed, Math.min(stated, this.most)));
      grown.set(this.#bytes.subarray(0, this.#loaded));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#loaded);
    this.#loaded = needed;
  }

  clear(): void {
    // The room stays for the next attempt.
    this.#loaded = 0;
    this.#total = 0;
    this.#validator = null;
    this.#answers = 0;
  }

  /** The bytes that came, of which this keeps none. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes;
    const loaded = this.#loaded;
    this.#bytes = new Uint8Array(0);
    this.clear();
    return bytes.length === loaded ? bytes : bytes.slice(0, loaded);
  }
}

/** A weak tag stands for files that may differ in their bytes. */
function validatorOf(headers: Headers): Validator | null {
  const tag = headers.get('etag');
  if (tag !== null && !tag.startsWith('W/')) return { header: 'etag', value: tag };
  const date = headers.get('last-modified');
  return date === null ? null : { header: 'last-modified', value: date };
}
