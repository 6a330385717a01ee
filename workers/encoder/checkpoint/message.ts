import { fieldsOf, joined, numbersIn, varint } from './protobuf';

/** A protobuf message that lies in memory. */
export type Message = Uint8Array<ArrayBuffer>;

export const NOTHING: Message = new Uint8Array(0);

const DECODER = new TextDecoder();
const ENCODER = new TextEncoder();

/** The contents of all fields of a number. @throws RangeError, as all here, where it is no whole message */
export const messages = (message: Message, number: number): Message[] =>
  [...fieldsOf(message)].flatMap((field) =>
    field.number === number ? [message.subarray(field.content, field.end)] : [],
  );

export const has = (message: Message, number: number) => messages(message, number).length > 0;

export const texts = (message: Message, number: number) =>
  messages(message, number).map((content) => DECODER.decode(content));

/** The first text of a number; empty without one. */
export const text = (message: Message, number: number) => texts(message, number)[0] ?? '';

/** The first number of a field's number. */
export function numberOf(message: Message, number: number): number | undefined {
  const field = [...fieldsOf(message)].find((one) => one.number === number);
  return field && numbersIn(message, field)[0];
}

/** A message, some of whose fields others stand in place of; `undefined` leaves one as it is. */
export function rewrite(
  message: Message,
  rewritten: (number: number, content: Message) => Message | undefined,
): Message {
  return joined(
    [...fieldsOf(message)].map(
      ({ number, start, content, end }) =>
        rewritten(number, message.subarray(content, end)) ?? message.subarray(start, end),
    ),
  );
}

/** A field that holds a message, as bytes. */
export const part = (number: number, content: Message): Message =>
  joined([Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);

export const textPart = (number: number, content: string) => part(number, ENCODER.encode(content));

export const numberPart = (number: number, value: number): Message =>
  Uint8Array.from([...varint(number * 8), ...varint(value)]);
