import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npyBytes, npyHeader } from '../../../index-shards/builder/embed/npy';
import { parseManifest } from '../../../index-shards/format';
import { type QuerySet, USUAL_WORLD, World } from '../world';

/** What making an index of captions that were embedded elsewhere costs. */
export interface PackingRow {
  readonly captions: number;
  readonly d: number;
  readonly seconds: number;
  /** The builder's resident memory at its highest; null where the system does not tell. */
  readonly bytesMemory: number | null;
  readonly bytesWork: number;
  readonly bytesIndex: number;
  /** recall@10 of each kind of queries, as the app searches; as the builder measured it. */
  readonly recall: Readonly<Record<string, number>>;
}

const CLI = fileURLToPath(new URL('../../../index-shards/builder/cli.ts', import.meta.url));
const SETS: readonly QuerySet[] = ['q2', 'q1', 'text'];
const QUERIES = 400;
const PIECE = 10_000;
const WATCH_EVERY = 250;

/** Runs the builder on synthetic captions whose embeddings are given. */
export async function benchPacking({ n, d }: { n: number; d: number }): Promise<PackingRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fernglass-packing-'));
  try {
    const world = new World({ ...USUAL_WORLD, n, d });
    const path = (name: string) => join(folder, name);
    const vectors = openSync(path('vectors.npy'), 'w');
    writeSync(vectors, npyHeader(n, d));
    const texts = openSync(path('captions.txt'), 'w');
    for (let first = 0; first < n; first += PIECE) {
      const { data } = world.captions(first, Math.min(PIECE, n - first));
      writeSync(vectors, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      const lines = Array.from({ length: data.length / d }, (_, i) => `${textOf(first + i)}\n`);
      writeSync(texts, lines.join(''));
    }
    closeSync(vectors);
    closeSync(texts);
    for (const set of SETS) writeFileSync(path(`${set}.npy`), npyBytes(world.queries(set, QUERIES)));
    writeFileSync(path('fingerprint.npy'), npyBytes(world.captions(0, 1)));
    const began = performance.now();
    const bytesMemory = await run([
      ...['build', '--captions', path('captions.txt'), '--embeddings', path('vectors.npy')],
      ...['--fingerprint', path('fingerprint.npy'), '--model-id', 'synthetic'],
      ...SETS.flatMap((set) => ['--queries', path(`${set}.npy`)]),
      ...['--id', 'packing', '--title', 'Packing', '--keep-near'],
      ...['--out', path('index'), '--work', path('work')],
    ]);
    const seconds = (performance.now() - began) / 1000;
    const { captions, recall } = parseManifest(JSON.parse(readFileSync(path('index/manifest.json'), 'utf8')));
    return [
      {
        captions,
        d,
        seconds,
        bytesMemory,
        bytesWork: bytesIn(path('work')),
        bytesIndex: bytesIn(path('index')),
        recall: Object.fromEntries((recall?.sets ?? []).map(({ name, routed }) => [name, routed ?? 0])),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the builder; gives its resident memory at its highest. */
function run(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', CLI, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    let most: number | null = null;
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
        if (kilobytes !== undefined) most = 1024 * Number(kilobytes);
      } catch {
        // Another system, or the builder has just ended.
      }
    }, WATCH_EVERY);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve(most);
      else reject(new Error(`the builder ended with ${code}`));
    });
  });
}

const WORDS =
  'an old small red green broken wooden tall quiet bright glass leaf stone river bird street'.split(' ');

/** About as long as a caption, and no other's. */
function textOf(id: number): string {
  let left = id;
  const words = Array.from({ length: 8 }, (_, i) => {
    const word = WORDS[(left + 7 * i) % WORDS.length]!;
    left = Math.floor(left / WORDS.length) + 31 * i;
    return word;
  });
  return `${words.join(' ')} ${id}`;
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** The row as text. */
export function packingTable(rows: readonly PackingRow[]): string {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return rows
    .map(({ captions, d, seconds, bytesMemory, bytesWork, bytesIndex, recall }) =>
      [
        `packing: ${captions} captions, d ${d}: ${Math.round(seconds)} s, ${((1e3 * seconds) / captions).toFixed(2)} ms a caption`,
        `  memory at most ${bytesMemory === null ? 'unknown' : megabytes(bytesMemory)}; work folder ${megabytes(bytesWork)}; index ${megabytes(bytesIndex)}, ${Math.round(bytesIndex / captions)} B a caption`,
        `  recall@10 ${Object.entries(recall)
          .map(([name, value]) => `${name} ${value.toFixed(3)}`)
          .join(', ')}`,
      ].join('\n'),
    )
    .join('\n');
}
