import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { showProgress } from './progress';
import { ExternalSort } from './sort';
import { keyOf, WorkFolder } from './stages';
import { TextLines, TextLinesWriter } from './text-lines';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernglass-work-'));
});

test('the external sort sorts as memory does, with many equal beginnings and runs of any length', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 6, maxLength: 6, max: 2 })),
      fc.integer({ min: 1, max: 20 }),
      (records, run) => {
        const sort = new ExternalSort(folder, 6, run);
        for (const record of records) sort.add(record);
        const sorted = Array.from(sort.sorted(), (record) => Buffer.from(record).toString('hex'));
        expect(sorted).toEqual(records.map((record) => Buffer.from(record).toString('hex')).sort());
      },
    ),
  );
});

test('texts come back from disk in any order', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
        { minLength: 1 },
      ),
      fc.infiniteStream(fc.nat()),
      (texts, places) => {
        const writer = new TextLinesWriter(folder, 'texts');
        for (const text of texts) writer.add(text);
        writer.close();
        const lines = new TextLines(folder, 'texts');
        expect(lines.texts(0, lines.count)).toEqual(texts);
        for (const place of places.take(20)) {
          const i = place % texts.length;
          expect(lines.text(i)).toBe(texts[i]);
          expect(lines.bytes(i)).toBe(Buffer.byteLength(texts[i]!));
        }
        lines.close();
      },
    ),
  );
});

describe('stages', () => {
  test('one that is done is not done again, another key starts afresh, an interrupted one finds its files', async () => {
    const work = new WorkFolder(join(folder, 'stages'));
    const runs: string[] = [];
    const run = (key: string, fail = false) =>
      work.stage('a', keyOf(key), async (at) => {
        runs.push(`${key} ${existsSync(join(at, 'partial'))}`);
        await writeFile(join(at, 'partial'), key);
        if (fail) throw new Error('interrupted');
        return key;
      });
    await expect(run('x', true)).rejects.toThrow('interrupted');
    expect((await run('x')).result).toBe('x');
    expect((await run('x')).result).toBe('x');
    const { folder: at } = await run('y');
    expect(runs).toEqual(['x false', 'x true', 'y false']);
    expect(await readFile(join(at, 'partial'), 'utf8')).toBe('y');
  });
});

describe('progress', () => {
  function shown(isTTY: boolean): string {
    let time = 0;
    let text = '';
    const write = (part: string) => {
      text += part;
    };
    const progress = showProgress({ isTTY, write }, () => time);
    progress.begin('packing');
    for (let done = 0; done <= 100_000; done += 1000) {
      progress.update(done, 100_000, 'captions');
      time += 250;
    }
    progress.end('12 shards');
    return text;
  }

  test('in a log: plain lines now and then, with rate and time left', () => {
    const lines = shown(false).trimEnd().split('\n');
    expect(lines[0]).toBe('packing …');
    expect(lines[1]).toBe('packing [##########--------------] 40 % 40.0k/100.0k captions, 4000/s, 15 s left');
    expect(lines.at(-1)).toBe('packing: 100.0k captions in 25 s (12 shards)');
    expect(lines).toHaveLength(4);
  });

  test('on a terminal: one line that is written over', () => {
    const text = shown(true);
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text.match(/\r/g)!.length).toBeGreaterThan(50);
  });
});
