import { FernglassError } from '../../../core';
import { LIMITS } from '../limits';

/** Characters of a wrong value that a message shows. */
const LONGEST_SHOWN = 60;

/** A JSON object whose fields are still to be checked. */
export type Fields = Record<string, unknown>;

/** Refuses a manifest. @throws FernglassError `manifest-invalid` */
export function refuse(problem: string): never {
  throw new FernglassError(
    'manifest-invalid',
    `The index's manifest.json cannot be used: ${problem}. Check that the address is that of an index, or rebuild the index.`,
  );
}

/** @throws FernglassError `manifest-invalid` where a value is no object. */
export function object(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} is not an object`);
  return value as Fields;
}

/**
 * A field that is a text.
 * @param most characters
 * @throws FernglassError `manifest-invalid`
 */
export function text(fields: Fields, name: string, where: string, most: number = LIMITS.textLength): string {
  const value = fields[name];
  if (typeof value !== 'string') refuse(`${where}${name} is not a text`);
  if (value.length > most) refuse(`${where}${name} has ${value.length} characters, more than ${most}`);
  return value;
}

/** A field that is a whole number. @throws FernglassError `manifest-invalid` */
export function whole(fields: Fields, name: string, where: string, least: number, most: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    refuse(`${where}${name} is ${shown(value)}, not a whole number between ${least} and ${most}`);
  return value;
}

/** A list of at most so many entries. @throws FernglassError `manifest-invalid` */
export function array(value: unknown, name: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`${name} is not a list`);
  if (value.length > most) refuse(`${name} has ${value.length} entries, more than ${most}`);
  return value;
}

/** A value for a message; of a long one the beginning, since a message is read and kept by people. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length <= LONGEST_SHOWN ? json : `${json.slice(0, LONGEST_SHOWN)}…`;
}
