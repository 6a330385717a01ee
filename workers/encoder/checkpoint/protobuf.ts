/** Bytes that can be read where they lie; an array of bytes is one. */
export interface Bytes {
  readonly length: number;
  at(index: number): number | undefined;
  subarray(start: number, end: number): Uint8Array<ArrayBuffer>;
}

/** One field of a protobuf message: its number, and where it lies in the bytes that it was read from. */
export interface Field {
  readonly number: number;
  /** Where its tag begins, where its content begins, and where both end. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/**
 * Walks the outermost fields of a protobuf message that lies in part of `bytes`; nothing is copied.
 * @param start of the message within `bytes`
 * @param end of it
 * @throws RangeError where it is no whole message
 */
export function* fieldsOf(bytes: Bytes, start = 0, end = bytes.length): Generator<Field> {
  let at = start;
  while (at < end) {
    const tag = readVarint(bytes, at);
    const number = Math.floor(tag.value / 8);
    const kind = tag.value % 8;
    const length = kind === 2 ? readVarint(bytes, tag.end) : null;
    const content = length?.end ?? tag.end;
    const fieldEnd = endOf(bytes, content, kind, length?.value ?? 0);
    if (number === 0 || !(fieldEnd <= end)) throw new RangeError('no whole protobuf message');
    yield { number, start: at, content, end: fieldEnd };
    at = fieldEnd;
  }
}

/** Where a field's content ends; NaN for a kind of field that does not exist. */
function endOf(bytes: Bytes, content: number, kind: number, length: number): number {
  if (kind === 0) return readVarint(bytes, content).end;
  if (kind === 1) return content + 8;
  if (kind === 5) return content + 4;
  return kind === 2 ? content + length : Number.NaN;
}

function readVarint(bytes: Bytes, start: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes.at(start + i);
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  return { value: Number.NaN, end: Number.NaN };
}

/** All numbers that a field holds, which are packed into one or not. */
export function numbersIn(bytes: Bytes, { content, end }: Field): number[] {
  const numbers: number[] = [];
  for (let at = content; at < end; ) {
    const { value, end: next } = readVarint(bytes, at);
    if (!(next <= end)) throw new RangeError('no whole protobuf number');
    numbers.push(value);
    at = next;
  }
  return numbers;
}

/** A number as protobuf writes it: seven bits a byte, the lowest first. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}

/** A field that holds bytes, a text or a message: its tag, its length, its content. */
export function lengthField(number: number, content: readonly number[] | Uint8Array): number[] {
  return [...varint(number * 8 + 2), ...varint(content.length), ...content];
}

/** Bytes one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
