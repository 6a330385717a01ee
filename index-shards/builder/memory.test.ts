import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from '../format';
import { npyBytes } from './embed/npy';
import { killWhen, startCli } from './testing/cli';
import { writeSynthetic } from './testing/synthetic';

const CAPTIONS = 200_000;
const WIDTH = 64;
/** V8's heap, MB: little more than the builder's own code takes. */
const HEAP = 96;
/** All memory of the process, MB: Node and ONNX Runtime with their code are about a third of it. */
const RESIDENT = 700;

const SAY_RESIDENT = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error("resident", process.resourceUsage().maxRSS >> 10, "MB"))',
)}`;

test('200,000 embeddings are packed in a small heap, also after kills while they are divided into lists', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-memory-'));
  const queries = writeSynthetic(join(folder, 'embeddings.npy'), CAPTIONS, WIDTH);
  writeFileSync(join(folder, 'queries.npy'), npyBytes(queries));
  writeFileSync(
    join(folder, 'fingerprint.npy'),
    npyBytes({ count: 1, width: WIDTH, data: queries.data.slice(0, WIDTH) }),
  );
  const filler = 'a caption of about the length that captions of the web have, with its number';
  writeFileSync(
    join(folder, 'captions.txt'),
    Array.from({ length: CAPTIONS }, (_, i) => `${filler} ${i}\n`).join(''),
  );
  const out = join(folder, 'index');
  const args = [
    ...['build', '--captions', join(folder, 'captions.txt'), '--embeddings', join(folder, 'embeddings.npy')],
    ...['--fingerprint', join(folder, 'fingerprint.npy'), '--model-id', 'made-up'],
    ...['--queries', join(folder, 'queries.npy'), '--out', out, '--id', 'many', '--title', 'Many'],
    ...['--codec', 'residual', '--caption-bytes', '48'],
  ];
  const nodeOptions = [`--max-old-space-size=${HEAP}`, '--import', SAY_RESIDENT];
  const cells = ['cells', '0000', 'ids.u32'];
  const onePass = ['across', '1', 'sizes.u32'];
  for (const path of [cells, onePass])
    expect(
      await killWhen(await startCli(args, nodeOptions), () =>
        existsSync(join(`${out}.work`, 'lists', ...path)),
      ),
    ).toBe(true);

  const running = await startCli(args, nodeOptions);
  running.process.stdin?.end();
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(0);
  const resident = Number(/resident (\d+) MB/.exec(stderr)![1]);
  console.log(`${CAPTIONS} embeddings of width ${WIDTH}: ${resident} MB resident at most`);
  expect(resident).toBeLessThan(RESIDENT);
  const manifest = parseManifest(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  expect(manifest.captions).toBe(CAPTIONS);
  expect(manifest.recall!.sets![0]!.exhaustive).toBeGreaterThan(0.9);
}, 900_000);
