import { del, entries, set } from 'idb-keyval';
import type { OwnJob } from '../../protocol';
import { STORES } from '../../storage';
import { Database } from '../../storage/database';

/** The version of what is kept of a job. Version 1 is the first; what a later one kept is left alone. */
const VERSION = 1;

interface KeptJob extends OwnJob {
  readonly version: number;
}

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
      if (!isKept(value)) return [];
      const { version: _, ...job } = value;
      return [job];
    });
  }
}

const isKept = (value: unknown): value is KeptJob => {
  if (typeof value !== 'object' || value === null) return false;
  const { version, address, texts, start } = value as Partial<KeptJob>;
  return (
    version === VERSION && typeof address === 'string' && Array.isArray(texts) && Number.isInteger(start)
  );
};
