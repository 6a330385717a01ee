import type { IntakeApi } from '../../../../workers/protocol';
import type { Engine, Linked, Photo } from '../../../engine';
import { pathOf } from './files';

type Source = Pick<Engine, 'photo' | 'openPhoto' | 'subscribePhotos'>;

/** The photos of the light table by what tells that a file is among them; kept up at O(1) a photo that comes or goes. */
export class KnownPhotos {
  readonly #photos = new Map<string, Photo>();
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
      const other = this.#photos.get(id)!;
      return other.file === path && other.modified === file.lastModified;
    };
    if (alike.some(isSame)) return true;
    // Empty files are alike in nothing but that.
    if (file.size === 0) return false;
    const digest = await this.#digestsOf(file, alike);
    return digest !== null && alike.some((id) => this.#digests.get(id) === digest);
  }

  /** The digest of a file, once those of the photos are there too; null where it cannot be had. */
  async #digestsOf(file: File, ids: readonly string[]): Promise<string | null> {
    const asked = ids.filter((id) => !this.#digests.has(id) && this.#photos.has(id));
    // A file that cannot be compared is a new one.
    const opened = await Promise.all(asked.map((id) => this.engine.openPhoto(id).catch(() => null)));
    const there = opened.flatMap((other, i) => (other === null ? [] : [{ id: asked[i]!, other }]));
    const digests = await this.worker
      .digests([file, ...there.map(({ other }) => other)])
      .catch(() => [] as (string | null)[]);
    for (const [i, { id }] of there.entries()) {
      const digest = digests[i + 1];
      if (digest !== undefined && this.#photos.has(id)) this.#digests.set(id, digest);
    }
    return digests[0] ?? null;
  }

  #note(ids: Iterable<string>): void {
    for (const id of ids) {
      const photo = this.engine.photo(id);
      if ((photo !== undefined) === this.#photos.has(id)) continue;
      if (photo !== undefined) this.#enter(photo);
      else this.#leave(id);
    }
  }

  #enter(photo: Photo): void {
    this.#photos.set(photo.id, photo);
    let alike = this.#bySize.get(photo.bytes);
    if (alike === undefined) {
      alike = new Set();
      this.#bySize.set(photo.bytes, alike);
    }
    alike.add(photo.id);
  }

  #leave(id: string): void {
    const size = this.#photos.get(id)!.bytes;
    this.#photos.delete(id);
    this.#digests.delete(id);
    const alike = this.#bySize.get(size);
    alike?.delete(id);
    if (alike?.size === 0) this.#bySize.delete(size);
  }
}
