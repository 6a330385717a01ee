import type { FileEntry, Manifest } from '../../index-shards/format';
import { totalBytes } from '../../workers/retrieval/cache/residency';
import {
  DEFAULT_SEARCH_PARAMETERS,
  type SearchParameters,
} from '../../workers/retrieval/cache/search-parameters';
import type { StoredFiles } from '../../workers/retrieval/cache/stored-files';
import type { Build, Kernels } from '../../workers/retrieval/kernels';
import { SearchableIndex } from '../../workers/retrieval/search/searchable-index';
import type { Engine } from './engines';

/** Photos whose captions are looked for together. */
const BATCH = 16;
/** Beyond so many captions the index in i8, which is the floor, is not routed as well, nor the baseline build tried. */
const ROUTED_MOST = 200_000;
/** Bytes of memory a caption where only the first pass is kept. */
const THIN = 110;

/** Memory that a million captions are to make do with. */
const RESIDENT = 300e6;

/** Queries of each kind that are measured where shards are read for them, which takes long. */
const READING_MOST = 50;

/** An index and how its files are read. */
export interface Source extends StoredFiles {
  readonly manifest: Manifest;
  readonly read: (entry: FileEntry) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Starts the search code, in the build that is asked for or the one that suits the machine. */
type Start = (preferred?: Build) => Promise<Kernels>;

/** The floor: the exact scan in i8; the router's choice of its lists; and what relaxed SIMD brings. */
export async function i8Engines(source: Source, startKernels: Start): Promise<Engine[]> {
  const index = await openWhole(source, await startKernels());
  const engines = [engine('i8, every list', index, { exactUpTo: Infinity })];
  if (source.manifest.captions <= ROUTED_MOST) {
    engines.push(engine('i8, routed', index, { exactUpTo: 0 }));
    const baseline = await openWhole(source, await startKernels('baseline'));
    engines.push(engine('i8, every list, baseline SIMD', baseline, { exactUpTo: Infinity }));
  }
  return engines;
}

/**
 * The app's own search: all in memory, for one photo and for several; within 300 MB where that is not all; and of the
 * first index with no more than the first pass in memory.
 */
export async function residualEngines(sources: readonly Source[], startKernels: Start): Promise<Engine[]> {
  const engines: Engine[] = [];
  for (const source of sources) {
    const whole = await openWhole(source, await startKernels());
    const name = nameOf(source);
    engines.push(engine(name, whole, {}), engine(`${name}, ${BATCH} together`, whole, {}, BATCH));
    if (source.manifest.captions <= ROUTED_MOST) {
      const baseline = await openWhole(source, await startKernels('baseline'));
      engines.push(engine(`${name}, baseline SIMD`, baseline, {}));
    }
    if (whole.memoryBytes <= RESIDENT) continue;
    const limited = await open(source, await startKernels(), { memoryBytes: RESIDENT });
    engines.push({ ...engine(`${name}, within 300 MB`, limited, {}), ...reading(limited, source) });
  }
  const [usual] = sources;
  const thin = await open(usual!, await startKernels(), { memoryBytes: THIN * usual!.manifest.captions });
  engines.push({ ...engine(`${nameOf(usual!)}, first pass in memory`, thin, {}), ...reading(thin, usual!) });
  return engines;
}

function nameOf({ manifest: { codec } }: Source): string {
  if (codec.kind !== 'residual') throw new RangeError('the index has no residual codes');
  return `residual ${codec.bytes} B`;
}

/** All of an index in memory. */
export function openWhole(source: Source, kernels: Kernels): Promise<SearchableIndex> {
  return open(source, kernels, { memoryBytes: Infinity });
}

async function open(
  { manifest, read }: Source,
  kernels: Kernels,
  parameters: Partial<SearchParameters>,
): Promise<SearchableIndex> {
  const index = new SearchableIndex(manifest, kernels, {
    ...DEFAULT_SEARCH_PARAMETERS,
    exactUpTo: 0,
    ...parameters,
  });
  for (const entry of index.missing()) {
    index.add(entry, await read(entry));
    if (parameters.memoryBytes !== Infinity) index.noteStored(entry.name);
  }
  return index;
}

function engine(
  name: string,
  index: SearchableIndex,
  parameters: Partial<SearchParameters>,
  batch = 1,
): Engine {
  const bytes = totalBytes(index.manifest);
  return {
    name,
    n: index.manifest.captions,
    bytesDisk: bytes,
    bytesFetched: bytes,
    bytesResident: () => index.memoryBytes,
    search: async (queries, k) => {
      index.parameters = { ...index.parameters, ...parameters };
      return idsOf(await index.search(queries, k));
    },
    batch,
  };
}

function reading(index: SearchableIndex, source: Source): Pick<Engine, 'search' | 'most'> {
  return {
    search: async (queries, k) => idsOf(await index.search(queries, k, { files: source })),
    most: READING_MOST,
  };
}

function idsOf({ hits }: Awaited<ReturnType<SearchableIndex['search']>>): number[][] {
  return hits.map((its) => its.map(({ id }) => id));
}
