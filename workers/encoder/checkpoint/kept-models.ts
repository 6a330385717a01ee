import {
  DEVICE_HOST,
  type ModelKind,
  type ModelSource,
  PRECISION_SUFFIXES,
  PRECISIONS,
} from '../../protocol';
import type { Listing } from './files/listing';
import { wholeFile } from './files/pieces';
import { externalDataIn, graphFile, SENTENCE_FILES, sentenceGraph } from './layout';

/** A file that is kept. */
export interface KeptFile {
  readonly bytes: number;
  /** In milliseconds since 1970; null where it was not noted. */
  readonly keptAt: number | null;
}

/** The files of one revision of a model. */
export interface KeptModel {
  /** Its address and revision. */
  readonly id: string;
  readonly title: string;
  /** Null for a model that was opened from this device. */
  readonly host: string | null;
  /** Null where no more is kept than what its revision was found to be. */
  readonly source: ModelSource | null;
  /** Keys of its files, and of the notes on what its revision is. */
  readonly files: readonly string[];
}

/**
 * The models that the keys of kept files tell of: `…/<model>/resolve/<revision>/<file>?revision=<revision>` on a hub,
 * `…/<model>/<file>?revision=<revision>` in a folder, and `…/api/models/<model>/revision/<branch>` for the commit that a
 * branch was found to be, which goes with the model's last revision. Files in pieces have a key for each of them.
 */
export function modelsAmong(files: ReadonlyMap<string, unknown>): KeptModel[] {
  const models = new Map<string, Omit<KeptModel, 'id' | 'files'> & { files: string[] }>();
  const pins: { key: string; title: string; origin: string }[] = [];
  for (const key of files.keys()) {
    const { origin, host, pathname, searchParams } = new URL(key);
    const path = decodeURIComponent(pathname).slice(1);
    const pin = /^api\/models\/(.+)\/revision\/[^/]+$/.exec(path);
    if (pin !== null) {
      pins.push({ key, title: pin[1]!, origin });
      continue;
    }
    const onHub = /^(.+?)\/resolve\//.exec(path)?.[1];
    const title = onHub ?? path.replace(/\/(onnx\/)?[^/]*$/, '');
    const revision = searchParams.get('revision') ?? '';
    const id = `${origin}/${title}@${revision}`;
    const isOwn = `${origin}/` === DEVICE_HOST;
    const source = isOwn
      ? ({ layout: 'device', id: title, revision } as const)
      : sourceOf(`${origin}/`, title, revision, onHub !== undefined);
    const model = models.get(id) ?? { title, host: isOwn ? null : host, source, files: [] };
    model.files.push(key);
    models.set(id, model);
  }
  for (const { key, title, origin } of pins) {
    const [id, model] = [...models].findLast(([id]) => id.startsWith(`${origin}/${title}@`)) ?? [
      `${origin}/${title}@`,
      { title, host: new URL(origin).host, source: null, files: [] },
    ];
    model.files.push(key);
    models.set(id, model);
  }
  return [...models].map(([id, model]) => ({ id, ...model }));
}

/** A model on a host, by the path that its files lie under. */
function sourceOf(host: string, path: string, revision: string, isOnHub: boolean): ModelSource {
  // A mirror may lie in a folder of its host: the id is the last two parts.
  const parts = path.split('/');
  const cut = Math.max(0, parts.length - (isOnHub ? 2 : 1));
  const base = parts.slice(0, cut).map((part) => `${encodeURIComponent(part)}/`);
  const id = parts.slice(cut).map(isOnHub ? String : encodeURIComponent);
  return { layout: isOnHub ? 'hub' : 'folder', id: id.join('/'), revision, host: host + base.join('') };
}

/** What a kept model is for: one with a single graph, of texts, embeds what classes are sought by. @param files its keys */
export function kindOf(files: readonly string[]): ModelKind {
  const graphs = files.map((key) => new URL(key).pathname).filter((path) => /\/onnx\/[^/]+$/.test(path));
  return graphs.length > 0 && graphs.every((path) => SENTENCE_GRAPH.test(path))
    ? 'text encoder'
    : 'dual encoder';
}

/**
 * Whether a model can be loaded without network: settings, tokenizer, and its graphs of a precision are there whole.
 * @param files its keys
 * @param listing what its host said of its files; null where that is not kept
 */
export function isReady(files: readonly string[], listing: Listing | null): boolean {
  const whole = new Set(
    files.flatMap((key) => {
      const file = wholeFile(key);
      return file === null ? [] : [decodeURIComponent(new URL(file).pathname)];
    }),
  );
  const has = (name: string) => [...whole].some((path) => path.endsWith(`/${name}`));
  const hasGraph = (graph: string) =>
    has(graph) && (listing === null ? [] : externalDataIn(listing, graph)).every(has);
  if (kindOf(files) === 'text encoder')
    return SENTENCE_FILES.every(has) && PRECISIONS.some((precision) => hasGraph(sentenceGraph(precision)));
  const settings = has('config.json') || has('open_clip_config.json');
  return (
    settings &&
    has('tokenizer.json') &&
    PRECISIONS.some((precision) =>
      (['vision_model', 'text_model'] as const).every((tower) => hasGraph(graphFile(tower, precision))),
    )
  );
}

const SENTENCE_GRAPH = new RegExp(
  `/onnx/model(${Object.values(PRECISION_SUFFIXES).filter(Boolean).join('|')})?\\.onnx(_data(_\\d+)?|\\.data)?$`,
);
