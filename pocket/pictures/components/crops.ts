import type { ComponentFact } from '../../knowledge/component-facts.ts';
import type { PartName } from '../../knowledge/parts.ts';
import type { Random } from '../../random.ts';
import type { Point } from '../geometry.ts';
import { type Habits, Sheet } from '../sheets/sheet.ts';
import { topologyOf } from '../topologies/index.ts';
import { triangleFact } from './symbols/diodes.ts';
import { around, clipped, corners, type Window, within } from './window.ts';

/** A sheet that remembers where its parts were drawn. */
class MappedSheet extends Sheet {
  readonly places: { readonly name: PartName; readonly centre: Point }[] = [];

  override part(
    name: PartName,
    letter: string,
    beside: { point: Point; upright: boolean; clear?: number } | null,
    values: readonly string[] = [],
  ): void {
    const centre = beside ? centreBy(name, beside.point) : bodiless.has(name) ? null : this.lastBody();
    if (centre) this.places.push({ name, centre });
    super.part(name, letter, beside, values);
  }

  /** The middle of the symbol just drawn: what comes without a label is a circle or a box, perhaps with a small ring. */
  private lastBody(): Point | null {
    const outline = this.strokes.findLast(
      ({ kind, fill, points }) => kind === 'symbol' && fill === 'paper' && wide(points),
    );
    if (!outline) return null;
    const [left, top, right, bottom] = around([outline]);
    return [(left + right) / 2, (top + bottom) / 2];
  }
}

/** Parts that topologies draw in grid units, which the spread makes larger. */
const gridded: ReadonlySet<PartName> = new Set(['opamp', 'inverter', 'and', 'nand', 'nor', 'xor']);

/** Whether an outline is that of a body, not of a terminal or an inverting output. */
function wide(points: readonly Point[]): boolean {
  const [left, , right] = around([{ points }]);
  return right - left > 0.6;
}

/** Parts of lines alone, found by their labels only; those that look to the right have none. */
const bodiless: ReadonlySet<PartName> = new Set(['npn', 'pnp', 'mosfet']);

/** From where a part's label is anchored to the middle of its symbol. */
function centreBy(name: PartName, [x, y]: Point): Point {
  if (name === 'npn' || name === 'pnp') return [x - 0.25, y];
  if (name === 'mosfet') return [x - 0.1, y];
  if (name === 'transformer') return [x + 0.6, y + 1.5];
  if (name === 'opamp') return [x - 0.1, y + 1.5];
  return [x, y];
}

interface Crop {
  readonly part: PartName;
  /** Circuits that have the symbol, and no other that counts as the same part. */
  readonly from: readonly string[];
  /** Half of the symbol's longer side. */
  readonly size: number;
  readonly facts: (habits: Habits) => readonly ComponentFact[];
}

const crop = (
  part: PartName,
  size: number,
  from: readonly string[],
  facts: Crop['facts'] = () => [],
): Crop => ({
  part,
  from,
  size,
  facts,
});

const byStandard =
  (iec: ComponentFact, ansi: ComponentFact): Crop['facts'] =>
  ({ standard }) => [standard === 'IEC' ? iec : ansi];
const envelope: Crop['facts'] = ({ circledTransistors }) => [
  circledTransistors ? 'circleAround' : 'bareDevice',
];
const pointed =
  (second: ComponentFact[] = []): Crop['facts'] =>
  ({ standard }) =>
    standard === 'IEC'
      ? [second.length > 0 ? 'boxMarkedExclusive' : 'boxMarkedOr']
      : ['curvedBackPointedNose', ...second];

const crops: Readonly<Record<string, Crop>> = {
  resistor: crop(
    'resistor',
    1,
    [
      'voltage divider',
      'RC low-pass filter',
      'common-emitter amplifier',
      'inverting amplifier',
      'R-2R ladder',
    ],
    byStandard('plainBox', 'zigzag'),
  ),
  capacitor: crop(
    'capacitor',
    0.9,
    ['RC low-pass filter', 'RC high-pass filter', 'tank circuit', 'phase-shift oscillator'],
    () => ['flatPlates'],
  ),
  LED: crop('led', 1.2, ['LED driver']),
  diode: crop('diode', 0.9, ['bridge rectifier', 'relay driver', 'boost converter', 'half-wave rectifier']),
  battery: crop('battery', 0.9, ['Wheatstone bridge', 'LED driver']),
  switch: crop('switch', 1, ['H-bridge', 'sample-and-hold', 'boost converter'], () => ['openRings']),
  'NPN transistor': crop(
    'npn',
    1.1,
    ['common-emitter amplifier', 'emitter follower', 'relay driver', 'Darlington pair'],
    envelope,
  ),
  'PNP transistor': crop('pnp', 1.1, ['push-pull amplifier'], envelope),
  inductor: crop(
    'inductor',
    1,
    ['buck converter', 'boost converter', 'tank circuit', 'Hartley oscillator'],
    (habits) => [habits.standard === 'IEC' && habits.ground === 'chassis' ? 'filledBox' : 'halfTurns'],
  ),
  'op-amp': crop('opamp', 1.9, [
    'inverting amplifier',
    'voltage follower',
    'Schmitt trigger',
    'Sallen-Key filter',
  ]),
  transformer: crop('transformer', 1.3, ['flyback converter']),
  'centre-tapped transformer': crop('transformer', 1.4, ['full-wave rectifier with centre tap']),
  motor: crop('motor', 1, ['H-bridge']),
  'electrolytic capacitor': crop(
    'electrolytic',
    0.9,
    ['buck converter', 'boost converter', 'flyback converter', 'push-pull amplifier'],
    byStandard('hollowPlate', 'curvedPlate'),
  ),
  'zener diode': crop('zener', 0.9, ['zener stabiliser']),
  'push button': crop('button', 1, ['555 monostable'], () => ['openRings']),
  loudspeaker: crop('speaker', 1.2, ['push-pull amplifier']),
  'NOT gate': crop('inverter', 1.6, ['crystal oscillator'], byStandard('boxMarkedOne', 'bigTriangle')),
  'AND gate': crop('and', 1.8, ['half adder'], byStandard('boxMarkedAnd', 'flatBackRoundNose')),
  'XOR gate': crop('xor', 1.8, ['half adder'], pointed(['secondCurve'])),
  'NAND gate': crop('nand', 1.8, ['set-reset latch'], byStandard('boxMarkedAnd', 'flatBackRoundNose')),
  'NOR gate': crop('nor', 1.8, ['set-reset latch'], pointed()),
  'N-channel MOSFET': crop('mosfet', 1.1, ['boost converter', 'flyback converter', 'LED driver'], () => [
    'bareDevice',
  ]),
  'P-channel MOSFET': crop('mosfet', 1.1, ['buck converter'], () => ['bareDevice']),
  'AC voltage source': crop('mains', 1, ['bridge rectifier', 'half-wave rectifier', 'RC low-pass filter']),
  crystal: crop('crystal', 0.9, ['crystal oscillator']),
  photodiode: crop('photodiode', 1.2, ['transimpedance amplifier']),
  'current source': crop('currentSource', 1, ['differential amplifier pair'], () => ['alongArrow']),
};

/** Whether some circuit has the symbol. */
export const occursInCircuits = (className: string): boolean => Object.hasOwn(crops, className);

/**
 * Cuts one symbol of a class out of a circuit that has it: strokes, facts of the variant, and the parts in the cutting. Null where
 * this drawing happens to lack the symbol.
 */
export function cropOf(
  className: string,
  habits: Habits,
  random: Random,
): { sheet: Sheet; facts: readonly ComponentFact[] } | null {
  const { part, from, size, facts } = crops[className]!;
  const whole = new MappedSheet(random, bodiless.has(part) ? { ...habits, mirrored: false } : habits);
  topologyOf(random.pick(from))(whole);
  const found = whole.places.filter(({ name }) => name === part);
  if (found.length === 0) return null;
  const [x, y] = random.pick(found).centre;
  const grown = gridded.has(part) ? Math.max(...habits.spread) : 1;
  const margin = () => size * grown + random.between(0.55, 1.6);
  const window: Window = [x - margin(), y - margin(), x + margin(), y + margin()];
  const sheet = new Sheet(random, habits);
  sheet.strokes.push(...clipped(whole.strokes, window), ...corners(window));
  for (const { name, centre } of whole.places) {
    const inside = (value: number, low: number, high: number) => value > low + 0.8 && value < high - 0.8;
    if (inside(centre[0], window[0], window[2]) && inside(centre[1], window[1], window[3]))
      sheet.parts.set(name, (sheet.parts.get(name) ?? 0) + 1);
  }
  const near: Window = [x - 0.8, y - 0.8, x + 0.8, y + 0.8];
  const body = whole.strokes.filter((stroke) => within(around([stroke]), near));
  const triangles = ['diode', 'led', 'zener', 'photodiode'].includes(part) ? triangleFact(body) : [];
  return { sheet, facts: [...facts(habits), ...triangles] };
}
