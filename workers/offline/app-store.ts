import type { BuildFile, StoredReport } from '../protocol';
import { CacheFiles, factsOf } from '../storage/cache-files';
import { STORES } from '../storage/names';
import { DIGEST_HEADER, isIntact, sha256, wholeBody } from './intact';
import { cacheKey, fetchUrl, formerKey, isStorable, mayDiffer, outdatedKeys, revisionOf } from './plan';
import { withHeaders } from './policy';

/** The entry that lists the keys of the version in charge. */
const LIST = 'stored-keys.json?list';

/** What was looked through ahead counts as looked through for so long, in milliseconds. */
const AHEAD_FOR = 10_000;

/** The files of this build in Cache Storage, each under its revision. */
export class AppStore {
  private readonly byPath: ReadonlyMap<string, BuildFile>;
  private readonly underWay = new Map<string, Promise<void>>();
  /** Files looked through a moment ago: where, and when. */
  private readonly ahead = new Map<BuildFile, { readonly key: string; readonly at: number }>();
  private readonly stored = new CacheFiles(STORES.app);

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

  /**
   * The stored file, read to its end and found to be as it was stored; undefined where there is none. A damaged one is
   * dropped. The response is the stored one itself: browsers keep the code that they compile for it.
   */
  async match(file: BuildFile): Promise<Response | undefined> {
    const ahead = this.ahead.get(file);
    this.ahead.delete(file);
    for (const key of new Set([cacheKey(file, this.scope), formerKey(file, this.scope)])) {
      const isChecked = ahead?.key === key && Date.now() - ahead.at < AHEAD_FOR;
      if (isChecked || (await this.isKept(key, file))) {
        const response = await this.response(key);
        if (response) return response;
      }
    }
    return undefined;
  }

  /** Looks through stored files of which it is known that they are about to be asked for. */
  async lookAhead(files: readonly BuildFile[]): Promise<void> {
    for (const file of files) {
      const key = cacheKey(file, this.scope);
      if (await this.isKept(key, file)) this.ahead.set(file, { key, at: Date.now() });
    }
  }

  /** A file of an earlier version, which a page opened before the update may still ask for. */
  async matchEarlier(path: string): Promise<Response | undefined> {
    const { href } = fetchUrl({ path }, this.scope);
    for (const key of await this.stored.keysOf(href).catch(() => [])) {
      if (await this.isKept(key, { path, sha256: revisionOf(key) })) return this.response(key);
    }
    return undefined;
  }

  /**
   * Fetches a file that is not stored, whole, and stores it; asks once more, past the HTTP cache, where the answer breaks
   * off or is another file. What the host goes on to send instead is handed on, and not stored.
   * @throws TypeError where there is no network, or the answer breaks off again
   */
  async fetchWhole(file: BuildFile, ask: (request: Request) => Promise<Response>): Promise<Response> {
    let other: Response | undefined;
    for (const cache of ['default', 'reload'] as const) {
      const response = await ask(new Request(fetchUrl(file, this.scope), { cache }));
      if (!isStorable(response, file.path)) return response;
      const bytes = await wholeBody(response);
      if (bytes === null) continue;
      const made = () => new Response(bytes, { headers: response.headers });
      if (mayDiffer(file.path) || (await sha256(bytes)) === file.sha256) {
        const isStored = await this.put(file, made()).then(
          () => true,
          () => false,
        );
        return (isStored ? await this.response(cacheKey(file, this.scope)) : undefined) ?? made();
      }
      other = made();
    }
    if (other === undefined) throw new TypeError(`${file.path} broke off on its way.`);
    return other;
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

  /** Whether the file under a key is whole, and what it was when it was stored; one that is not is dropped. */
  private async isKept(
    key: string,
    { path, sha256 }: { readonly path: string; readonly sha256: string | null },
  ): Promise<boolean> {
    const response = await this.response(key);
    if (!response) return false;
    // What may differ from its build has its digest beside it; versions up to 0.1.0 kept none.
    const expected = mayDiffer(path) ? response.headers.get(DIGEST_HEADER) : sha256;
    if (await isIntact(response, { sha256: expected })) return true;
    await this.stored.drop([key]).catch(() => {});
    return false;
  }

  /** As stored; undefined where there is none, or the browser fails to read it. */
  private response(key: string): Promise<Response | undefined> {
    return this.stored.response(key).catch(() => undefined);
  }

  private async missing(files: readonly BuildFile[]): Promise<BuildFile[]> {
    const stored = await this.stored.names();
    return files.filter((file) => !stored.has(cacheKey(file, this.scope)));
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
    const former = await this.match(file);
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
  private async put(file: BuildFile, response: Response): Promise<void> {
    const key = cacheKey(file, this.scope);
    const headers = new Headers(response.headers);
    const note = (bytes: number) => {
      for (const [name, value] of Object.entries(factsOf(bytes))) headers.set(name, value);
    };
    if (!mayDiffer(file.path)) {
      note(file.bytes);
      return this.stored.keep(key, withHeaders(new Response(response.body, { headers })));
    }
    const bytes = await response.arrayBuffer();
    note(bytes.byteLength);
    headers.set(DIGEST_HEADER, await sha256(bytes));
    return this.stored.keep(key, withHeaders(new Response(bytes, { headers })));
  }
}
