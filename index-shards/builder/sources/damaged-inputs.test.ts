import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TREATMENTS, zipOf } from '../testing/darwin-core';
import { FORMATS, readRows } from '.';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fernglass-damaged-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads an input to its end; it must give rows, or be refused in this program's words. */
async function readOrRefuse(bytes: Uint8Array, format: (typeof FORMATS)[number]): Promise<void> {
  const path = join(folder, `input.${format}`);
  writeFileSync(path, bytes);
  try {
    for await (const rows of readRows(path, { format }, join(folder, 'spool')))
      for (const row of rows) if (!('bad' in row)) expect(typeof row.text).toBe('string');
  } catch (error) {
    expect(error).toMatchObject({ code: 'input-invalid' });
    expect((error as Error).message.length).toBeLessThan(2000);
  }
}

const texts = ['a fern', 'eine "Art", klein', 'mousse\nverte', 'コケ'];
const csv = `id,text\n${texts.map((text, i) => `${i},"${text.replaceAll('"', '""')}"`).join('\n')}\n`;
const jsonLines = texts.map((text, id) => JSON.stringify({ id, text })).join('\n');
const whole: Record<(typeof FORMATS)[number], Uint8Array> = {
  tsv: Buffer.from(texts.map((text, i) => `u${i}\t${text}`).join('\n')),
  csv: Buffer.from(csv),
  jsonl: Buffer.from(jsonLines),
  text: Buffer.from(texts.join('\n')),
  dwca: zipOf(TREATMENTS),
  parquet: new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: 'text', data: texts, type: 'STRING' }], rowGroupSize: 2 }),
  ),
};

describe.each(FORMATS)('%s', (format) => {
  const file = whole[format];

  test('with bytes changed, cut off or added, packed or not, gives rows or is refused', async () => {
    const change = fc.record({
      at: fc.nat(file.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
    });
    const damage = fc.record({
      changes: fc.array(change, { maxLength: 5 }),
      end: fc.option(fc.nat(file.length)),
      more: fc.uint8Array({ maxLength: 30 }),
      packed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ changes, end, more, packed }) => {
        const damaged = new Uint8Array(file.length + more.length);
        damaged.set(file);
        damaged.set(more, file.length);
        for (const { at, bytes } of changes) damaged.set(bytes.subarray(0, damaged.length - at), at);
        const kept = end === null ? damaged : damaged.subarray(0, end);
        await readOrRefuse(packed ? gzipSync(kept) : kept, format);
      }),
      { numRuns: 150 },
    );
  });

  test('in whose place any bytes lie gives rows or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => readOrRefuse(bytes, format)),
      { numRuns: 100 },
    );
  });
});
