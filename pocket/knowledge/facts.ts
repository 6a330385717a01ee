/**
 * What can be said of a circuit besides its name and its parts. A `shape` follows "with" ("with four diodes in a diamond"),
 * a `use` follows "it" ("it turns alternating current into direct current"). Several circuits share most of these.
 */
export const facts = {
  // Shapes.
  seriesLed: [
    'shape',
    'a resistor in series with a light-emitting diode',
    'a light-emitting diode behind a current-limiting resistor',
    'a dropping resistor feeding an indicator light',
  ],
  seriesResistorShuntCapacitor: [
    'shape',
    'a resistor in the signal path and a capacitor to ground',
    'a series resistor followed by a shunt capacitor',
    'the output taken across a capacitor after a resistor',
  ],
  seriesCapacitorShuntResistor: [
    'shape',
    'a capacitor in the signal path and a resistor to ground',
    'a series capacitor followed by a shunt resistor',
    'the output taken across a resistor after a capacitor',
  ],
  parallelLc: [
    'shape',
    'an inductor and a capacitor in parallel',
    'a coil shunted by a capacitor',
    'a resonant pair of coil and capacitor',
  ],
  diodeDiamond: [
    'shape',
    'four diodes in a ring',
    'four diodes arranged in a diamond',
    'two pairs of diodes that steer both half-waves',
  ],
  singleSeriesDiode: [
    'shape',
    'a single diode in series with the load',
    'one diode between the source and the load',
  ],
  centreTap: [
    'shape',
    'a transformer whose secondary is tapped in the middle',
    'two diodes at the ends of a tapped winding',
    'a split winding with a diode at each end',
  ],
  diodeCapacitorLadder: [
    'shape',
    'a ladder of diodes and capacitors',
    'diodes zigzagging between two rows of capacitors',
    'stacked stages of diode and capacitor',
  ],
  tappedResistors: [
    'shape',
    'two resistors in series and a tap between them',
    'the output taken between two stacked resistors',
    'a string of resistors across the input',
  ],
  resistorDiamond: [
    'shape',
    'four resistors in a diamond',
    'two resistor branches side by side with a bridge across',
    'a ring of four resistors',
  ],
  meterAcross: ['shape', 'a meter between two midpoints', 'a galvanometer across the middle'],
  resistorLadder: [
    'shape',
    'a ladder of equal rungs of resistors',
    'a row of resistors with a rung at each node',
    'rungs switched by digital bits',
  ],
  threeTerminalChip: [
    'shape',
    'a three-pin chip between input and output',
    'a chip with its middle pin to ground',
  ],
  capacitorsBothSides: [
    'shape',
    'a capacitor at the input and another at the output',
    'capacitors on both sides',
  ],
  shuntZener: ['shape', 'a zener diode across the output', 'a reference diode in reverse after a resistor'],
  freewheelingDiode: [
    'shape',
    'a freewheeling diode from ground to the switching node',
    'a catch diode in front of the inductor',
  ],
  inductorAtOutput: [
    'shape',
    'a switch followed by an inductor in the output line',
    'a chopped input smoothed by a choke',
  ],
  inductorAtInput: [
    'shape',
    'an inductor at the input and a switch to ground',
    'a choke that is shorted to ground and released',
  ],
  switchedTransformer: [
    'shape',
    'a transistor chopping a transformer winding',
    'a transformer whose primary is switched',
  ],
  dividerBias: ['shape', 'a voltage divider at the base', 'two resistors that set the base voltage'],
  outputAtCollector: [
    'shape',
    'the output taken at the collector',
    'a collector resistor carrying the output',
  ],
  outputAtEmitter: [
    'shape',
    'the output taken at the emitter',
    'a resistor in the emitter carrying the output',
    'the collector straight at the supply',
  ],
  joinedEmitters: [
    'shape',
    'two transistors with joined emitters',
    'a common tail below two transistors',
    'two symmetric collector branches over one tail',
  ],
  stackedTransistors: [
    'shape',
    'one transistor driving the base of the next',
    'an emitter feeding a second base',
    'two transistors with tied collectors',
  ],
  complementaryPair: [
    'shape',
    'an NPN over a PNP transistor',
    'a complementary pair with emitters joined at the output',
  ],
  joinedBases: ['shape', 'two transistors with joined bases', 'one transistor with base and collector tied'],
  crossCoupled: [
    'shape',
    'two halves coupled crosswise',
    'the output of each side fed to the input of the other',
    'lines that cross in the middle',
  ],
  crossCapacitors: [
    'shape',
    'capacitors from each collector to the opposite base',
    'two transistors coupled crosswise by capacitors',
  ],
  threeRcSections: [
    'shape',
    'three equal capacitor and resistor sections',
    'a chain of three capacitors with resistors to ground',
  ],
  minusInputResistor: ['shape', 'a resistor into the inverting input', 'the input resistor at the minus pin'],
  manyInputResistors: [
    'shape',
    'several input resistors meeting at one node',
    'a resistor for each input joined at the minus pin',
  ],
  minusInputCapacitor: [
    'shape',
    'a capacitor into the inverting input',
    'the input capacitor at the minus pin',
  ],
  feedbackResistor: [
    'shape',
    'a feedback resistor from the output to the inverting input',
    'a resistor looping back over the op-amp',
  ],
  feedbackCapacitor: [
    'shape',
    'a feedback capacitor from the output to the inverting input',
    'a capacitor looping back over the op-amp',
  ],
  plusGrounded: ['shape', 'the non-inverting input grounded', 'the plus pin at ground'],
  signalAtPlus: ['shape', 'the signal at the non-inverting input', 'the input straight on the plus pin'],
  dividedFeedback: [
    'shape',
    'the output divided down to the inverting input',
    'a feedback divider to ground at the minus pin',
  ],
  directFeedback: [
    'shape',
    'the output wired straight back to the inverting input',
    'feedback through a bare wire',
  ],
  positiveFeedback: [
    'shape',
    'positive feedback through a resistor to the plus pin',
    'a resistor from the output back to the non-inverting input',
  ],
  threeOpAmps: ['shape', 'three op-amps', 'two input op-amps ahead of a third one'],
  photodiodeAtInput: ['shape', 'a photodiode at the inverting input', 'a light sensor feeding the minus pin'],
  holdingCapacitor: [
    'shape',
    'a switch, a capacitor and a follower in a row',
    'a capacitor between a switch and a buffer',
  ],
  wienNetwork: [
    'shape',
    'a series and a parallel pair of resistor and capacitor',
    'a frequency-selecting branch to the plus pin',
  ],
  twoResistorsCapacitorBack: [
    'shape',
    'two resistors in a row and a capacitor back from the output',
    'an op-amp follower with a bootstrapped capacitor',
  ],
  tappedCapacitors: ['shape', 'two capacitors in series across a coil', 'a tap between two capacitors'],
  tappedCoil: ['shape', 'two coils in series across a capacitor', 'a tap between two coils'],
  crystalAcrossInverter: [
    'shape',
    'a quartz crystal across an inverter',
    'a crystal with a load capacitor at each end',
  ],
  timingChain: [
    'shape',
    'two timing resistors and a capacitor in a chain',
    'threshold and trigger pins tied together',
  ],
  triggerButton: ['shape', 'a push button at the trigger pin', 'a key that starts the timing'],
  coilAndDiode: ['shape', 'a relay coil with a diode across it', 'a diode that catches the kick of the coil'],
  transistorSwitch: [
    'shape',
    'a transistor below the load as a switch',
    'a base resistor driving a low-side transistor',
  ],
  fourSwitches: [
    'shape',
    'four switches around a load',
    'two switching legs with a load between their middles',
    'the shape of a capital letter with the motor as its bar',
  ],
  sharedInputs: ['shape', 'two gates sharing both inputs', 'the same pair of inputs wired to two gates'],
  // Uses.
  lights: ['use', 'lights an indicator', 'makes a diode glow', 'limits the current of a small light'],
  passesLow: [
    'use',
    'lets slow signals through and stops fast ones',
    'removes high frequencies',
    'smooths a noisy signal',
  ],
  passesHigh: [
    'use',
    'lets fast signals through and blocks direct voltage',
    'removes low frequencies',
    'couples only changes',
  ],
  passesBand: ['use', 'picks one frequency out of many', 'tunes to a station', 'rings at its resonance'],
  rectifies: [
    'use',
    'turns alternating current into direct current',
    'makes direct voltage from the mains',
    'lets current pass one way only',
  ],
  halfTheWave: ['use', 'uses only every other half-wave', 'throws away the negative half of the sine'],
  multiplies: [
    'use',
    'makes a higher direct voltage from an alternating one',
    'pumps the voltage up step by step',
  ],
  divides: ['use', 'gives a fixed part of the input voltage', 'scales a voltage down'],
  measures: [
    'use',
    'compares an unknown resistance with known ones',
    'reads a strain gauge',
    'is balanced until the needle rests at zero',
  ],
  digitalToAnalog: [
    'use',
    'turns binary numbers into a voltage',
    'weights each bit by half of the one before',
  ],
  regulates: ['use', 'keeps the supply voltage steady', 'holds the output constant while the load changes'],
  stepsDown: ['use', 'steps a direct voltage down efficiently', 'makes a lower voltage by fast switching'],
  stepsUp: ['use', 'steps a direct voltage up', 'makes a higher voltage by fast switching'],
  isolates: [
    'use',
    'stores energy in a transformer and hands it over isolated',
    'separates the output from the mains',
  ],
  amplifies: ['use', 'amplifies a small signal', 'makes a weak voltage larger', 'gives voltage gain'],
  inverts: ['use', 'turns the signal upside down', 'reverses the phase'],
  keepsSign: ['use', 'keeps the phase of the signal', 'leaves the signal upright'],
  buffers: [
    'use',
    'follows its input with gain of one',
    'drives a heavy load without loading the source',
    'offers high input and low output impedance',
  ],
  amplifiesDifference: [
    'use',
    'amplifies the difference of two signals',
    'ignores what both inputs have in common',
  ],
  currentGain: ['use', 'multiplies the current gain', 'switches much current with very little'],
  drivesSpeaker: [
    'use',
    'drives a loudspeaker',
    'delivers power to a heavy load',
    'pushes and draws current in turn',
  ],
  copiesCurrent: ['use', 'copies a current', 'sets a current by another one'],
  integrates: ['use', 'sums its input over time', 'makes ramps out of steps'],
  differentiates: ['use', 'answers to the slope of its input', 'makes spikes out of edges'],
  adds: ['use', 'adds several voltages', 'mixes several sources'],
  compares: ['use', 'switches at two thresholds with hysteresis', 'makes clean edges of a noisy signal'],
  lightToVoltage: ['use', 'turns light into a voltage', 'converts a tiny current to a voltage'],
  holds: ['use', 'freezes a voltage for the converter', 'remembers an analog value for a while'],
  oscillates: ['use', 'oscillates without any input', 'swings on its own', 'generates a steady wave'],
  sine: ['use', 'produces a sine wave', 'makes a pure tone'],
  square: ['use', 'produces a square wave', 'blinks back and forth', 'generates endless pulses'],
  radio: ['use', 'works at radio frequency', 'sits in small transmitters'],
  clocks: ['use', 'gives a stable clock', 'keeps time for a microcontroller'],
  onePulse: [
    'use',
    'answers a trigger with one pulse of fixed length',
    'switches on for a while and then off again',
  ],
  switchesLoad: [
    'use',
    'lets a small signal switch a heavy load',
    'keeps the power side apart from the logic',
  ],
  reverses: ['use', 'runs a motor in both directions', 'reverses the current through its load'],
  remembers: ['use', 'remembers one bit', 'keeps its state until it is reset'],
  addsBits: ['use', 'adds two binary digits', 'gives a sum and a carry'],
} as const satisfies Record<string, readonly ['shape' | 'use', ...string[]]>;

/** The key of a fact. */
export type FactName = keyof typeof facts;

/** The wordings of a fact. */
export function wordings(fact: FactName): readonly string[] {
  return facts[fact].slice(1);
}

/** Whether a fact is about a circuit's shape or its use. */
export function kindOf(fact: FactName): 'shape' | 'use' {
  return facts[fact][0];
}
