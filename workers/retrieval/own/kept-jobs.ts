import { del, entries, set } from 'idb-keyval';
import type { OwnJob } from '../../protocol';
import { STORES } from '../../storage';
import { Database } from '../../storage/database';

/**
 * The version of what is kept of a job. Version 1 did not say which files captions came from: they are taken as one, of the
 * index's title. What a later one kept is left alone.
 */
const VERSION = 2;

type KeptJob = Omit<OwnJob, 'files'> & Partial<Pick<OwnJob, 'files'>> & { readonly version: number };

/** Captions that are still to be embedded, kept so that a reload goes on where it was; by the address of their index. */
export class KeptJobs {
  readonly #database = new Database(STORES.ownCaptions);

  keep(job: OwnJob): Promise<void> {
    const kept: KeptJob = { ...job, version: VERSION };
    return this.#database.run((use) => set(job.address, kept, use));
  }

  drop(address: string): Promise<void> {
    return this.#database.run((use) => del(address, use));
  }

  /** Those that this version can read. */
  async all(): Promise<OwnJob[]> {
    const kept = await this.#database.run((use) => entries<string, unknown>(use));
    return kept.flatMap(([, value]) => {
      return isKept(value) ? [migrated(value)] : [];
    });
  }
}

function migrated({ version: _, ...job }: KeptJob): OwnJob {
  const { about, texts } = job;
  const { licence, source, title } = about;
  return { ...job, files: job.files ?? [{ name: title, source, licence, captions: texts.length }] };
}

const isKept = (value: unknown): value is KeptJob => {
  if (typeof value !== 'object' || value === null) return false;
  const { about, version, address, files, texts, start } = value as Partial<KeptJob>;
  const isWhole =
    typeof address === 'string' &&
    typeof about === 'object' &&
    Array.isArray(texts) &&
    Number.isInteger(start);
  return isWhole && (version === 1 || (version === VERSION && Array.isArray(files)));
};
