import type { BuildFile, StoredReport } from '../protocol';
import { CacheFiles } from '../storage/cache-files';
import { cacheKey, fetchUrl, formerKey, isStorable, mayDiffer, outdatedKeys } from './plan';
import { withHeaders } from './policy';

/** The entry that lists the keys of the version in charge. */
const LIST = 'stored-keys.json?list';

/** The files of this build in Cache Storage, each under its revision. */
export class AppStore {
  private readonly byPath: ReadonlyMap<string, BuildFile>;
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly stored = new CacheFiles('fernglass-build');

  constructor(
    private readonly files: readonly BuildFile[],
    private readonly scope: string,
  ) {
    this.byPath = new Map(files.map((file) => [file.path, file]));
  }

  /** The build's file at this path. */
  find(path: string): BuildFile | undefined {
    return this.byPath.get(path);
  }

  /** The stored file, or undefined. */
  async match(file: BuildFile): Promise<Response | undefined> {
    return (await this.stored.response(cacheKey(file, this.scope))) ?? this.matchFormer(file);
  }

  /** A file of an earlier version, which a page opened before the update may still ask for. */
  matchEarlier(path: string): Promise<Response | undefined> {
    return this.stored.response(fetchUrl({ path }, this.scope).href, { ignoreSearch: true });
  }

  /**
   * Fetches and stores those of `files` that are missing, two at a time.
   * @throws the first failure, after the others are done: no network, another file in its place, no room.
   */
  async keep(files: readonly BuildFile[]): Promise<void> {
    const missing = await this.missing(files);
    const failures: unknown[] = [];
    const take = async () => {
      for (let file = missing.shift(); file; file = missing.shift())
        await this.keepOne(file).catch((reason) => failures.push(reason));
    };
    await Promise.all([take(), take()]);
    if (failures.length > 0) throw failures[0];
  }

  /** Stores `response` as `file` if it is that file, bit for bit. */
  async putIfIntact(file: BuildFile, response: Response): Promise<void> {
    if (!isStorable(response, file.path)) return;
    const bytes = await response.arrayBuffer();
    if (!mayDiffer(file.path) && (await sha256(bytes)) !== file.sha256) return;
    await this.put(file, new Response(bytes, { headers: response.headers }));
  }

  /** Which of `files` are stored. `problem` is handed through. */
  async report(files: readonly BuildFile[], problem: string | null): Promise<StoredReport> {
    const missing = new Set(await this.missing(files));
    const sum = (some: readonly BuildFile[]) => some.reduce((total, { bytes }) => total + bytes, 0);
    return {
      files: files.length,
      missing: [...missing].map(({ path }) => path),
      bytesStored: sum(files.filter((file) => !missing.has(file))),
      bytesTotal: sum(files),
      problem,
    };
  }

  /** Forgets all but this version and the one before it, whose pages may still be open. */
  async dropOutdated(): Promise<void> {
    const list = new URL(LIST, this.scope).href;
    const previous = (await (await this.stored.response(list))?.json()) ?? [];
    const current = [...this.files.map((file) => cacheKey(file, this.scope)), list];
    await this.stored.drop(outdatedKeys([...(await this.stored.names())], current, previous));
    await this.stored.keep(list, new Response(JSON.stringify(current)));
  }

  private async missing(files: readonly BuildFile[]): Promise<BuildFile[]> {
    const stored = await this.stored.names();
    return files.filter((file) => !stored.has(cacheKey(file, this.scope)));
  }

  /** The file where earlier versions stored it. */
  private async matchFormer(file: BuildFile): Promise<Response | undefined> {
    const key = formerKey(file, this.scope);
    return key === cacheKey(file, this.scope) ? undefined : this.stored.response(key);
  }

  private keepOne(file: BuildFile): Promise<void> {
    const key = cacheKey(file, this.scope);
    const running = this.underWay.get(key);
    if (running) return running;
    const started = this.fetchAndPut(file).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private async fetchAndPut(file: BuildFile): Promise<void> {
    const former = await this.matchFormer(file);
    if (former) return this.put(file, former);
    const response = await fetch(fetchUrl(file, this.scope), {
      cache: 'no-cache',
      ...(mayDiffer(file.path) ? {} : { integrity: `sha256-${file.sha256}` }),
    });
    if (!isStorable(response, file.path))
      throw new Error(`the server answered ${response.status} for ${file.path}`);
    // A fresh Response: one that was redirected cannot answer a navigation.
    await this.put(file, new Response(response.body, { headers: response.headers }));
  }

  /** Kept with the headers that it is answered with, so that the stored response itself is the answer. */
  private put(file: BuildFile, response: Response): Promise<void> {
    return this.stored.keep(cacheKey(file, this.scope), withHeaders(response));
  }
}

/** Base64, as `integrity` attributes write it. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
}
