import { STATES_VERSION } from '../../../core';
import type { Manifest } from './manifest';
import { object, refuse, shown, text, whole } from './parse-fields';

/** More methods would be no table that anybody fitted. */
const MOST_METHODS = 100;

/**
 * What a manifest says of answers' states, from any version of its form: what a later one holds is left out, and states are then told as
 * if nobody had fitted any. Versions differ in nothing yet; the first change of the form migrates version 1 here.
 * @throws FernglassError `manifest-invalid`
 */
export function states(value: unknown): Pick<Manifest, 'states'> {
  if (value === undefined) return {};
  const fields = object(value, 'states');
  if (whole(fields, 'version', 'states.', 1, 2 ** 31) > STATES_VERSION) return {};
  const margins = Object.entries(object(fields.margins, 'states.margins'));
  if (margins.length > MOST_METHODS) refuse(`states.margins has more than ${MOST_METHODS} entries`);
  return {
    states: {
      version: STATES_VERSION,
      fittedOn: text(fields, 'fittedOn', 'states.'),
      likeness: fields.likeness === null ? null : part(fields.likeness, 'states.likeness'),
      margins: Object.fromEntries(
        margins.map(([id, margin], i) => [id, part(margin, `states.margins[${i}]`)]),
      ),
    },
  };
}

/** A part of one. */
function part(value: unknown, where: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) refuse(`${where} holds ${shown(value)}`);
  return value;
}
