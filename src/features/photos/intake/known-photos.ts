import type { IntakeApi } from '../../../../workers/protocol';
import type { Engine, Linked } from '../../../engine';
import { pathOf } from './files';

type Source = Pick<Engine, 'photo' | 'photoFile' | 'subscribePhotos'>;

/** The photos of the light table by what tells that a file is among them; kept up at O(1) a photo that comes or goes. */
export class KnownPhotos {
  readonly #files = new Map<string, File>();
  /** Ids by size: only files of one size can be the same. */
  readonly #bySize = new Map<number, Set<string>>();
  readonly #digests = new Map<string, string | null>();

  constructor(
    private readonly engine: Source,
    private readonly worker: Pick<Linked<IntakeApi>, 'digests'>,
    present: readonly string[] = [],
  ) {
    engine.subscribePhotos((changed) => this.#note(changed));
    this.#note(present);
  }

  /**
   * Parts files into those that are new and those that are in the light table already: the same path, size and time, or
   * the same content.
   * @param except ids of photos that do not count
   */
  async part(
    files: readonly File[],
    except: ReadonlySet<string>,
  ): Promise<{ readonly fresh: readonly File[]; readonly present: readonly File[] }> {
    const fresh: File[] = [];
    const present: File[] = [];
    for (const file of files) ((await this.#has(file, except)) ? present : fresh).push(file);
    return { fresh, present };
  }

  async #has(file: File, except: ReadonlySet<string>): Promise<boolean> {
    const alike = [...(this.#bySize.get(file.size) ?? [])].filter((id) => !except.has(id));
    if (alike.length === 0) return false;
    const path = pathOf(file);
    const isSame = (id: string) => {
      const other = this.#files.get(id)!;
      return pathOf(other) === path && other.lastModified === file.lastModified;
    };
    if (alike.some(isSame)) return true;
    // Empty files are alike in nothing but that.
    if (file.size === 0) return false;
    const digest = await this.#digestsOf(file, alike);
    return digest !== null && alike.some((id) => this.#digests.get(id) === digest);
  }

  /** The digest of a file, once those of the photos are there too; null where it cannot be had. */
  async #digestsOf(file: File, ids: readonly string[]): Promise<string | null> {
    const asked = ids.filter((id) => !this.#digests.has(id) && this.#files.has(id));
    // A file that cannot be compared is a new one.
    const digests = await this.worker
      .digests([file, ...asked.map((id) => this.#files.get(id)!)])
      .catch(() => [] as (string | null)[]);
    for (const [i, id] of asked.entries()) {
      const digest = digests[i + 1];
      if (digest !== undefined && this.#files.has(id)) this.#digests.set(id, digest);
    }
    return digests[0] ?? null;
  }

  #note(ids: Iterable<string>): void {
    for (const id of ids) {
      const isThere = this.engine.photo(id) !== undefined;
      if (isThere === this.#files.has(id)) continue;
      if (isThere) this.#enter(id);
      else this.#leave(id);
    }
  }

  #enter(id: string): void {
    const file = this.engine.photoFile(id);
    if (file === undefined) return;
    this.#files.set(id, file);
    let alike = this.#bySize.get(file.size);
    if (alike === undefined) {
      alike = new Set();
      this.#bySize.set(file.size, alike);
    }
    alike.add(id);
  }

  #leave(id: string): void {
    const size = this.#files.get(id)!.size;
    this.#files.delete(id);
    this.#digests.delete(id);
    const alike = this.#bySize.get(size);
    alike?.delete(id);
    if (alike?.size === 0) this.#bySize.delete(size);
  }
}
