import { type FittedScale, SCALES_VERSION } from '../../../core';
import type { Manifest } from './manifest';
import { array, object, refuse, shown, text, whole } from './parse-fields';

/** Methods, axes of one, and values on an axis: more would be no table that anybody fitted. */
const MOST = { methods: 100, axes: 3, values: 100 } as const;

/**
 * The fitted scales of a manifest, from any version of their form: what a later one holds is left out, and shares are then as
 * if nobody had fitted any. Versions differ in nothing yet; the first change of the form migrates version 1 here.
 * @throws FernglassError `manifest-invalid`
 */
export function scales(value: unknown): Pick<Manifest, 'scales'> {
  if (value === undefined) return {};
  const fields = object(value, 'scales');
  if (whole(fields, 'version', 'scales.', 1, 2 ** 31) > SCALES_VERSION) return {};
  const methods = Object.entries(object(fields.methods, 'scales.methods'));
  if (methods.length > MOST.methods) refuse(`scales.methods has more than ${MOST.methods} entries`);
  return {
    scales: {
      version: SCALES_VERSION,
      fittedOn: text(fields, 'fittedOn', 'scales.'),
      methods: Object.fromEntries(
        methods.map(([id, entry], i) => [id, fitted(entry, `scales.methods[${i}]`)]),
      ),
    },
  };
}

function fitted(value: unknown, where: string): FittedScale {
  const fields = object(value, where);
  const axes = array(fields.axes, `${where}.axes`, MOST.axes).map((item, i) => {
    const axis = object(item, `${where}.axes[${i}]`);
    const at = numbers(axis.at, `${where}.axes[${i}].at`, MOST.values);
    if (at.length === 0 || at.some((one, place) => place > 0 && one <= at[place - 1]!))
      refuse(`${where}.axes[${i}].at does not rise`);
    return { parameter: text(axis, 'parameter', `${where}.axes[${i}].`), at };
  });
  const count = axes.reduce((product, { at }) => product * at.length, 1);
  const found = numbers(fields.scales, `${where}.scales`, MOST.values ** 2);
  if (found.length !== count) refuse(`${where}.scales has ${found.length} entries, not ${count}`);
  for (const scale of found) if (!(scale > 0)) refuse(`${where}.scales holds ${shown(scale)}`);
  const { crowding } = fields;
  if (crowding === undefined) return { axes, scales: found };
  if (typeof crowding !== 'number' || !(crowding >= 0) || !Number.isFinite(crowding))
    refuse(`${where}.crowding is ${shown(crowding)}`);
  return { axes, scales: found, crowding };
}

function numbers(value: unknown, where: string, most: number): number[] {
  return array(value, where, most).map((item) => {
    if (typeof item !== 'number' || !Number.isFinite(item)) refuse(`${where} holds no number`);
    return item;
  });
}
