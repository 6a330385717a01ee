/** A sample picture and what it truly shows. */
export interface Sample {
  /** Relative to the samples folder. */
  readonly file: string;
  readonly class: string;
}

export interface LoadedSamples {
  readonly files: readonly { readonly file: File; readonly class: string }[];
  /** What could not be fetched, for the user; null when everything came. */
  readonly problem: string | null;
}

/** Pictures fetched at once. */
const TOGETHER = 4;

const folder = () => new URL('samples/', document.baseURI);

/**
 * Fetches the list of sample pictures.
 * @throws Error saying what to do when the list is missing or is no list
 */
export async function fetchSampleList(base = folder()): Promise<readonly Sample[]> {
  const response = await fetch(new URL('samples.json', base)).catch(() => null);
  const list: unknown = response?.ok ? await response.json().catch(() => null) : null;
  if (!Array.isArray(list) || !list.every(isSample))
    throw new Error(
      'The samples could not be fetched. Check the connection and try again, or add photos of your own.',
    );
  return list;
}

/** The samples that show one of the classes; all of them when none does. */
export function samplesOf(list: readonly Sample[], classes: readonly string[]): readonly Sample[] {
  const names = new Set(classes);
  const some = list.filter((sample) => names.has(sample.class));
  return some.length > 0 ? some : list;
}

/** Fetches the pictures a few at a time and hands each few over in order as they arrive. */
export async function* fetchSamples(
  list: readonly Sample[],
  base = folder(),
): AsyncGenerator<LoadedSamples, void, undefined> {
  for (let start = 0; start < list.length; start += TOGETHER) {
    const some = await Promise.all(
      list
        .slice(start, start + TOGETHER)
        .map(async (sample) => ({ sample, file: await fetchFile(sample, base) })),
    );
    const missing = some.filter(({ file }) => file === null).map(({ sample }) => sample.file);
    yield {
      files: some.flatMap(({ sample, file }) => (file === null ? [] : [{ file, class: sample.class }])),
      problem: missing.length === 0 ? null : `Not fetched: ${missing.join(', ')}. Load the samples again.`,
    };
  }
}

async function fetchFile(sample: Sample, base: URL): Promise<File | null> {
  const response = await fetch(new URL(encodeURI(sample.file), base)).catch(() => null);
  if (!response?.ok) return null;
  const blob = await response.blob().catch(() => null);
  const name = sample.file.slice(sample.file.lastIndexOf('/') + 1);
  return blob === null ? null : new File([blob], name, { type: blob.type });
}

function isSample(value: unknown): value is Sample {
  const { file, class: label } = (value ?? {}) as { file?: unknown; class?: unknown };
  return typeof file === 'string' && typeof label === 'string';
}
