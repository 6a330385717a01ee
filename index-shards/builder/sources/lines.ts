import { FernglassError } from '../../../core';

/** A longer line is no caption; holding it back until its end comes would need memory without bound. */
const LONGEST_LINE = 1 << 20;

const NEWLINE = 10;

/**
 * Lines of UTF-8 text in batches, without their ends (LF or CRLF) and without a byte order mark; null stands for a line
 * of more than 1 MiB, which is left out. Bytes that are no UTF-8 become U+FFFD.
 * @throws FernglassError `input-invalid` for UTF-16.
 */
export async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<(string | null)[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held: Buffer[] = [];
  let heldLength = 0;
  let skipping = false;
  let first = true;
  for await (const chunk of bytes) {
    const lines: (string | null)[] = [];
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      if (!skipping) held.push(chunk);
      heldLength += chunk.length;
    } else {
      let start = 0;
      if (skipping) {
        start = chunk.indexOf(NEWLINE) + 1;
        lines.push(null);
      }
      if (skipping && last < start) held = [];
      else {
        let block: Buffer = Buffer.concat([...held, chunk.subarray(start, last)]);
        if (first) block = withoutMark(block);
        first = false;
        for (const line of decoder.decode(block).split('\n'))
          lines.push(line.length > LONGEST_LINE ? null : withoutReturn(line));
      }
      held = last + 1 < chunk.length ? [Buffer.from(chunk.subarray(last + 1))] : [];
      heldLength = held[0]?.length ?? 0;
      skipping = false;
    }
    if (heldLength > LONGEST_LINE && !skipping) {
      if (first) withoutMark(Buffer.concat(held));
      first = false;
      skipping = true;
      held = [];
    }
    if (lines.length > 0) yield lines;
  }
  if (skipping) yield [null];
  else if (heldLength > 0) {
    const block = Buffer.concat(held);
    yield [withoutReturn(decoder.decode(first ? withoutMark(block) : block))];
  }
}

function withoutMark(block: Buffer): Buffer {
  const [a, b, c] = block;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw new FernglassError(
      'input-invalid',
      'The captions are in UTF-16. Convert them to UTF-8 first, for example with iconv.',
    );
  return a === 0xef && b === 0xbb && c === 0xbf ? block.subarray(3) : block;
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
