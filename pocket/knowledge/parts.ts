/** The parts that diagrams are made of: how captions name one and several of them. */
export const parts = {
  resistor: { one: ['resistor'], many: ['resistors'], is: [] },
  capacitor: { one: ['capacitor'], many: ['capacitors'], is: [] },
  electrolytic: {
    one: ['electrolytic capacitor', 'polarised capacitor'],
    many: ['electrolytic capacitors'],
    is: ['capacitor'],
  },
  inductor: { one: ['inductor', 'coil', 'choke'], many: ['inductors', 'coils'], is: [] },
  transformer: { one: ['transformer'], many: ['transformers'], is: [] },
  diode: { one: ['diode'], many: ['diodes'], is: [] },
  zener: { one: ['zener diode', 'reference diode'], many: ['zener diodes'], is: ['diode'] },
  led: { one: ['light-emitting diode', 'LED'], many: ['light-emitting diodes', 'LEDs'], is: ['diode'] },
  photodiode: { one: ['photodiode', 'light-sensitive diode'], many: ['photodiodes'], is: ['diode'] },
  npn: {
    one: ['NPN transistor', 'bipolar transistor'],
    many: ['NPN transistors', 'bipolar transistors'],
    is: ['transistor'],
  },
  pnp: { one: ['PNP transistor'], many: ['PNP transistors'], is: ['transistor'] },
  mosfet: {
    one: ['MOSFET', 'field-effect transistor'],
    many: ['MOSFETs', 'field-effect transistors'],
    is: ['transistor'],
  },
  transistor: { one: ['transistor'], many: ['transistors'], is: [] },
  opamp: {
    one: ['op-amp', 'operational amplifier chip'],
    many: ['op-amps', 'operational amplifier chips'],
    is: [],
  },
  timer: { one: ['timer chip', 'eight-pin timer'], many: ['timer chips'], is: [] },
  regulator: { one: ['three-pin regulator chip', 'regulator package'], many: ['regulator chips'], is: [] },
  inverter: { one: ['logic inverter', 'NOT gate'], many: ['logic inverters', 'NOT gates'], is: ['gate'] },
  nand: { one: ['NAND gate'], many: ['NAND gates'], is: ['gate'] },
  nor: { one: ['NOR gate'], many: ['NOR gates'], is: ['gate'] },
  and: { one: ['AND gate'], many: ['AND gates'], is: ['gate'] },
  xor: { one: ['XOR gate', 'exclusive-or gate'], many: ['XOR gates'], is: ['gate'] },
  gate: { one: ['logic gate'], many: ['logic gates'], is: [] },
  crystal: { one: ['quartz crystal', 'crystal'], many: ['quartz crystals'], is: [] },
  battery: { one: ['battery', 'cell'], many: ['batteries'], is: [] },
  mains: {
    one: ['alternating-current source', 'sine source'],
    many: ['alternating-current sources'],
    is: [],
  },
  currentSource: { one: ['constant-current source', 'current source'], many: ['current sources'], is: [] },
  switch: { one: ['switch', 'contact'], many: ['switches', 'contacts'], is: [] },
  button: { one: ['push button', 'key'], many: ['push buttons'], is: [] },
  relay: { one: ['relay coil', 'relay'], many: ['relays'], is: [] },
  motor: { one: ['motor'], many: ['motors'], is: [] },
  lamp: { one: ['lamp', 'bulb'], many: ['lamps'], is: [] },
  speaker: { one: ['loudspeaker', 'speaker'], many: ['loudspeakers'], is: [] },
  meter: { one: ['meter', 'galvanometer'], many: ['meters'], is: [] },
  connector: { one: ['connector', 'plug'], many: ['connectors'], is: [] },
} as const satisfies Record<
  string,
  { one: readonly string[]; many: readonly string[]; is: readonly string[] }
>;

/** The key of a part. */
export type PartName = keyof typeof parts;

/** Adds to drawn parts the more general ones they are (a zener diode is a diode). */
export function withKinds(drawn: ReadonlyMap<PartName, number>): Map<PartName, number> {
  const all = new Map(drawn);
  for (const [name, count] of drawn) {
    for (const kind of parts[name].is as readonly PartName[]) all.set(kind, (all.get(kind) ?? 0) + count);
  }
  return all;
}
