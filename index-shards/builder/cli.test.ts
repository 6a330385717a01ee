import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseManifest } from '../format';
import { someCaptions } from './testing/captions';
import { contents, filesIn, killWhen, runCli, startCli, TINY_MODEL } from './testing/cli';

// Every run starts Node and the runtime anew, and a busy machine lets it wait.
const LONG = 600_000;

const newFolder = () => mkdtemp(join(tmpdir(), 'fernglass-cli-'));
const captions = someCaptions(3000);
const tsv = captions.map((caption, i) => `http://x/${i}\t${caption}\n`).join('');

const building = (folder: string, input: string, ...more: string[]) => [
  ...['build', '--captions', input, '--model', TINY_MODEL, '--out', join(folder, 'index')],
  ...['--id', 'things', '--title', 'Things', '--list-size', '100', '--shard-size', '64'],
  // Threads that wait for so small a model take a quarter of the processor.
  ...['--threads', '1', ...more],
];

describe('the command line', () => {
  let folder: string;
  let file: string;
  let whole: Record<string, string>;

  beforeAll(async () => {
    folder = await newFolder();
    file = join(folder, 'captions.tsv');
    writeFileSync(file, tsv);
    const { code, stderr, stdout } = await runCli(building(folder, file));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/embedding captions: 3000 captions/),
    });
    expect(stdout).toMatch(/3,000 captions of 3,000 rows in captions\.tsv/);
    expect(stdout).toMatch(/recall@10 0\.\d+ over 500 held-out queries/);
    whole = contents(join(folder, 'index'));
  }, LONG);

  test(
    'killed at any point it goes on, and the result is the same byte for byte',
    async () => {
      const again = await newFolder();
      const work = join(again, 'index.work');
      const at = (...path: string[]) => join(work, ...path);
      const points: [string, () => boolean][] = [
        ['reading', () => filesIn(at('clean')) > 1],
        ['embedding', () => existsSync(at('embed', '000000.npy'))],
        ['embedding again', () => existsSync(at('embed', '000001.npy'))],
        ['choosing the clip value', () => existsSync(at('queries', 'done.json'))],
        ['dividing', () => existsSync(at('lists', 'begun.json'))],
        ['packing', () => existsSync(at('pack', '00000.json'))],
        ['packing again', () => existsSync(at('pack', '00003.json'))],
        ['measuring', () => existsSync(at('truth', 'begun.json'))],
      ];
      const killed: string[] = [];
      for (const [name, reached] of points)
        if (await killWhen(await startCli(building(again, file)), reached)) killed.push(name);
      // A run that is faster than the look-out ends before it is killed; most are not.
      expect(killed.length).toBeGreaterThanOrEqual(5);
      const { code, stderr } = await runCli(building(again, file));
      expect(code, stderr).toBe(0);
      expect(contents(join(again, 'index'))).toEqual(whole);
      expect(readdirSync(join(again, 'index')).filter((name) => name.endsWith('.new'))).toEqual([]);
    },
    LONG,
  );

  test(
    'partitions, merged, make the same index byte for byte; a missing one is named',
    async () => {
      const shared = await newFolder();
      for (const part of ['1/3', '0/3']) {
        const { code, stderr } = await runCli(building(shared, file, '--partition', part));
        expect(code, stderr).toBe(0);
      }
      const merging = building(shared, file).map((word) => (word === 'build' ? 'merge' : word));
      const early = await runCli(merging);
      expect(early.code).toBe(1);
      expect(early.stderr).toMatch(/a partition is missing/);
      expect((await runCli(building(shared, file, '--partition', '2/3'))).code).toBe(0);
      const { code, stderr } = await runCli(merging);
      expect(code, stderr).toBe(0);
      expect(contents(join(shared, 'index'))).toEqual(whole);
    },
    LONG,
  );

  test(
    'reads standard input, packed or not, and says what it left out',
    async () => {
      const other = await newFolder();
      const { code, stderr, stdout } = await runCli(
        building(other, '-'),
        gzipSync(`no tab here\n${tsv}http://x/y\t${captions[0]}\n`),
      );
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/left out: no caption +1\n/);
      expect(stdout).toMatch(/left out: repetition +1\n/);
      const report = JSON.parse(readFileSync(join(other, 'index', 'build-report.json'), 'utf8'));
      expect(report.cleaning).toMatchObject({ rows: 3002, captions: 3000 });
      const manifest = parseManifest(JSON.parse(readFileSync(join(other, 'index', 'manifest.json'), 'utf8')));
      expect(manifest.shards.map(({ name }) => `${name}`)).toEqual(
        JSON.parse(whole['manifest.json']!).shards.map(({ name }: { name: string }) => name),
      );
    },
    LONG,
  );

  test(
    'inspect prints what an index holds; verify finds it whole, and a changed byte',
    async () => {
      const out = join(folder, 'index');
      const { stdout } = await runCli(['inspect', out]);
      expect(stdout).toMatch(/captions {2}3,000 in \d+ lists/);
      expect(stdout).toMatch(/tiny-siglip \(main\), d = 64/);
      expect(stdout).toMatch(/3,000 captions of 3,000 rows/);

      const byModel = await runCli(['verify', out, '--model', TINY_MODEL, '--sample', '500']);
      expect(byModel.stdout, byModel.stderr).toMatch(
        /500 captions embedded afresh: cosine .* (0\.9\d+|1\.0000) on average/,
      );
      expect(byModel.stdout).toMatch(/whole and belong together/);
      const byWork = await runCli(['verify', out, '--work', `${out}.work`]);
      const { recall } = parseManifest(JSON.parse(whole['manifest.json']!));
      expect(byWork.stdout, byWork.stderr).toContain(
        `${recall!.value.toFixed(4)} with every caption compared`,
      );

      const manifest = parseManifest(JSON.parse(whole['manifest.json']!));
      const shard = join(out, manifest.shards[1]!.name);
      const bytes = readFileSync(shard);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(shard, bytes);
      const damaged = await runCli(['verify', out]);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(shard, bytes);
      expect(damaged.code).toBe(1);
      expect(damaged.stderr).toMatch(/damaged/);
    },
    LONG,
  );
});

test(
  'residual codes are the same byte for byte after kills, and merged from partitions; verify finds them whole',
  async () => {
    const folder = await newFolder();
    const file = join(folder, 'captions.tsv');
    writeFileSync(file, tsv);
    const residual = ['--codec', 'residual', '--caption-bytes', '40'];
    const { code, stderr, stdout } = await runCli(building(folder, file, ...residual));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/residual, 32 bytes a caption/);
    const out = join(folder, 'index');
    const whole = contents(out);

    const again = await newFolder();
    const at = (...path: string[]) => join(again, 'index.work', ...path);
    const points = [
      () => existsSync(at('codec', 'begun.json')),
      () => existsSync(at('codec', 'codec.bin')),
      () => existsSync(at('pack', 'router.json')),
      () => existsSync(at('pack', '00001.json')),
    ];
    let kills = 0;
    for (const reached of points)
      if (await killWhen(await startCli(building(again, file, ...residual)), reached)) kills++;
    expect(kills).toBeGreaterThanOrEqual(2);
    expect((await runCli(building(again, file, ...residual))).code).toBe(0);
    expect(contents(join(again, 'index'))).toEqual(whole);

    const shared = await newFolder();
    for (const part of ['0/2', '1/2'])
      expect((await runCli(building(shared, file, ...residual, '--partition', part))).code).toBe(0);
    const merging = building(shared, file, ...residual).map((word) => (word === 'build' ? 'merge' : word));
    expect((await runCli(merging)).code).toBe(0);
    expect(contents(join(shared, 'index'))).toEqual(whole);

    const byModel = await runCli(['verify', out, '--model', TINY_MODEL, '--sample', '500']);
    expect(byModel.stdout, byModel.stderr).toMatch(/cosine .* (0\.9\d+|1\.0000) on average/);
    // Of text that takes some fifty bytes before it is deflated.
    const inspected = await runCli(['inspect', out]);
    const [, texts] = /texts +([\d.]+) of the bytes a caption/.exec(inspected.stdout) ?? [];
    expect(Number(texts), inspected.stderr).toBeGreaterThan(5);
    expect(Number(texts)).toBeLessThan(30);
    const byWork = await runCli(['verify', out, '--work', `${out}.work`]);
    const { recall } = parseManifest(JSON.parse(whole['manifest.json']!));
    expect(byWork.stdout, byWork.stderr).toContain(`${recall!.value.toFixed(4)} as the app searches`);
  },
  LONG,
);

test(
  'says what is wrong with its options and its input, and exits with 1',
  async () => {
    const folder = await newFolder();
    writeFileSync(join(folder, 'bad.tsv'), 'no tab\nu\t123\n');
    const cases: [string[], RegExp][] = [
      [['build'], /--captions is missing|--out is missing/],
      [['build', '--no-such'], /no-such/],
      [building(folder, join(folder, 'bad.tsv')), /None of the input's 2 rows is usable/],
      [building(folder, join(folder, 'missing.tsv')), /check its name/],
      [building(folder, '-', '--partition', '3/3'), /--partition must be I\/N/],
      [building(folder, '-', '--codec', 'f64'), /--codec must be one of i8, residual/],
      [building(folder, '-', '--caption-bytes', '64'), /--caption-bytes belongs to --codec residual/],
      [['inspect', folder], /There is no index/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await runCli(args);
      expect(stderr).toMatch(message);
      expect(code).toBe(1);
    }
  },
  LONG,
);

test(
  'a block-list of the user’s own takes the place of the one that comes along',
  async () => {
    const folder = await newFolder();
    writeFileSync(join(folder, 'list.txt'), 'fern\n');
    writeFileSync(join(folder, 'in.txt'), 'A fern on a wall\nNude study of a lamp\nA river at night\n');
    const cleaning = ['clean', '--captions', join(folder, 'in.txt'), '--work', join(folder, 'work')];
    const own = await runCli(cleaning);
    expect(own.stdout, own.stderr).toMatch(/left out: blocked word +1/);
    expect(readFileSync(join(folder, 'work/clean/captions.txt'), 'utf8')).toBe(
      'A fern on a wall\nA river at night\n',
    );
    await runCli([...cleaning, '--block-list', join(folder, 'list.txt')]);
    expect(readFileSync(join(folder, 'work/clean/captions.txt'), 'utf8')).toBe(
      'Nude study of a lamp\nA river at night\n',
    );
  },
  LONG,
);
