import { env, LogLevel } from '@huggingface/transformers';
import type { Bytes } from '../checkpoint/protobuf';
import { release } from '../checkpoint/release';

/** Files by their path in the checkpoint: bytes, or (in Node) the path of a local file. */
export type LoadedFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer> | string>;

const HOST = 'https://checkpoint.invalid/';
const lent = new Map<string, LoadedFiles>();
let count = 0;

/**
 * Runs `load` with a model name under which the library finds exactly these files.
 *
 * The library fetches nothing itself: it caches by address, never revalidates, and would keep a page of HTML as a model
 * for ever. Here it is handed what `CheckpointFiles` has checked, and everything else is missing.
 */
export async function withFiles<T>(files: LoadedFiles, load: (name: string) => Promise<T>): Promise<T> {
  configure();
  const name = `checkpoint-${count++}`;
  lent.set(name, files);
  try {
    return await load(name);
  } finally {
    lent.delete(name);
  }
}

function configure(): void {
  env.allowLocalModels = false;
  env.allowRemoteModels = true;
  env.remoteHost = HOST;
  env.remotePathTemplate = '{model}/';
  env.useBrowserCache = false;
  env.useFSCache = false;
  env.useWasmCache = false;
  env.useCustomCache = true;
  env.customCache = { match: async (request) => answer(request), put: async () => {} };
  env.fetch = async () => new Response(null, { status: 404 });
  env.logLevel = LogLevel.ERROR;
}

function answer(request: string): Response | string | undefined {
  if (!request.startsWith(HOST)) return undefined;
  const [name, ...path] = request.slice(HOST.length).split('/');
  const file = lent.get(name!)?.get(path.join('/'));
  return file instanceof Uint8Array ? new LentResponse(file) : file;
}

/**
 * Hands weights that lie outside of a graph over in parts, as the runtime asks for them: it takes an array of bytes, copies
 * one `subarray` of it after the other to where it uses them, and looks at nothing else. Held whole meanwhile, the weights
 * would take as much memory again.
 */
export class LentWeights extends Uint8Array<ArrayBuffer> {
  #last: Uint8Array<ArrayBuffer> | null = null;

  /** @param file whose parts are nobody else's */
  constructor(private readonly file: Bytes) {
    super(new ArrayBuffer(0));
  }

  override get byteLength(): number {
    return this.file.length;
  }

  override subarray(start: number, end: number): Uint8Array<ArrayBuffer> {
    this.end();
    this.#last = this.file.subarray(start, end);
    return this.#last;
  }

  /** Gives the memory of what was asked for last back; the runtime has its copy. */
  end(): void {
    if (this.#last !== null) release(this.#last);
    this.#last = null;
  }
}

/** Hands over the buffer itself: a real body would copy weights of hundreds of megabytes. */
class LentResponse extends Response {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super(null);
    this.#bytes = bytes;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.#bytes;
    return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  }
}
