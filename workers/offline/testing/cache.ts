/** A cache of Cache Storage in memory, as far as the app's files use one, whose entries can be damaged. */
export class CacheInMemory {
  readonly #entries = new Map<string, () => Response>();
  /** How many entries were read. */
  reads = 0;

  async put(key: string, response: Response): Promise<void> {
    const bytes = await response.arrayBuffer();
    const headers = new Headers(response.headers);
    this.#entries.set(key, () => new Response(bytes, { headers }));
  }

  async match(key: string): Promise<Response | undefined> {
    this.reads++;
    return this.#entries.get(key)?.();
  }

  async keys(address?: string, options?: CacheQueryOptions): Promise<Request[]> {
    const plain = (url: string) => (options?.ignoreSearch ? url.replace(/[?#].*$/, '') : url);
    return [...this.#entries.keys()]
      .filter((key) => address === undefined || plain(key) === plain(address))
      .map((key) => new Request(key));
  }

  async delete(key: string): Promise<boolean> {
    return this.#entries.delete(key);
  }

  /** Damages what lies under a key. */
  set(key: string, response: () => Response): void {
    this.#entries.set(key, response);
  }
}

/** A response whose body breaks off after some text. */
export function failingBody(text: string, headers?: HeadersInit): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
    },
    pull(controller) {
      controller.error(new TypeError('The file could not be read.'));
    },
  });
  return new Response(body, headers === undefined ? undefined : { headers });
}
