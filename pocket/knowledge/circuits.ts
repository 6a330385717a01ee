import type { FactName } from './facts.ts';

/** A class of circuit: what people call it, and what is true of every drawing of it. */
export interface Circuit {
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly facts: readonly FactName[];
}

/**
 * The circuits by function, the most talked-of first: a name's place here is its rank in the long tail, so it decides how
 * many training pictures carry the name at all (`namedPictures`).
 */
export const circuits: readonly Circuit[] = [
  { name: 'LED driver', synonyms: ['LED circuit'], facts: ['seriesLed', 'lights'] },
  { name: 'voltage divider', synonyms: ['potential divider'], facts: ['tappedResistors', 'divides'] },
  { name: 'bridge rectifier', synonyms: ['Graetz bridge'], facts: ['diodeDiamond', 'rectifies'] },
  {
    name: 'RC low-pass filter',
    synonyms: ['low-pass filter'],
    facts: ['seriesResistorShuntCapacitor', 'passesLow'],
  },
  {
    name: 'common-emitter amplifier',
    synonyms: ['common-emitter stage'],
    facts: ['dividerBias', 'outputAtCollector', 'amplifies', 'inverts'],
  },
  {
    name: 'inverting amplifier',
    synonyms: ['inverting op-amp'],
    facts: ['minusInputResistor', 'feedbackResistor', 'plusGrounded', 'amplifies', 'inverts'],
  },
  { name: '555 astable', synonyms: ['555 blinker'], facts: ['timingChain', 'oscillates', 'square'] },
  {
    name: 'linear voltage regulator',
    synonyms: ['78xx regulator'],
    facts: ['threeTerminalChip', 'capacitorsBothSides', 'regulates'],
  },
  {
    name: 'half-wave rectifier',
    synonyms: ['single-diode rectifier'],
    facts: ['singleSeriesDiode', 'rectifies', 'halfTheWave'],
  },
  {
    name: 'relay driver',
    synonyms: ['relay switch'],
    facts: ['coilAndDiode', 'transistorSwitch', 'switchesLoad'],
  },
  { name: 'H-bridge', synonyms: ['motor bridge'], facts: ['fourSwitches', 'reverses'] },
  {
    name: 'RC high-pass filter',
    synonyms: ['high-pass filter'],
    facts: ['seriesCapacitorShuntResistor', 'passesHigh'],
  },
  {
    name: 'buck converter',
    synonyms: ['step-down converter'],
    facts: ['inductorAtOutput', 'freewheelingDiode', 'stepsDown'],
  },
  {
    name: 'voltage follower',
    synonyms: ['unity-gain buffer'],
    facts: ['directFeedback', 'signalAtPlus', 'buffers'],
  },
  {
    name: 'non-inverting amplifier',
    synonyms: ['non-inverting op-amp'],
    facts: ['signalAtPlus', 'dividedFeedback', 'amplifies', 'keepsSign'],
  },
  {
    name: 'Wheatstone bridge',
    synonyms: ['measuring bridge'],
    facts: ['resistorDiamond', 'meterAcross', 'measures'],
  },
  {
    name: 'crystal oscillator',
    synonyms: ['Pierce oscillator'],
    facts: ['crystalAcrossInverter', 'oscillates', 'clocks'],
  },
  { name: 'set-reset latch', synonyms: ['SR flip-flop'], facts: ['crossCoupled', 'remembers'] },
  {
    name: 'push-pull amplifier',
    synonyms: ['class-B output stage'],
    facts: ['complementaryPair', 'drivesSpeaker'],
  },
  {
    name: 'op-amp integrator',
    synonyms: ['Miller integrator'],
    facts: ['minusInputResistor', 'feedbackCapacitor', 'plusGrounded', 'integrates'],
  },
  { name: 'boost converter', synonyms: ['step-up converter'], facts: ['inductorAtInput', 'stepsUp'] },
  {
    name: 'differential amplifier pair',
    synonyms: ['long-tailed pair'],
    facts: ['joinedEmitters', 'outputAtCollector', 'amplifiesDifference'],
  },
  // From here on names are rare in training.
  { name: 'emitter follower', synonyms: ['common-collector stage'], facts: ['outputAtEmitter', 'buffers'] },
  { name: '555 monostable', synonyms: ['one-shot timer'], facts: ['triggerButton', 'onePulse'] },
  { name: 'zener stabiliser', synonyms: ['zener regulator'], facts: ['shuntZener', 'regulates'] },
  { name: 'Schmitt trigger', synonyms: ['hysteresis comparator'], facts: ['positiveFeedback', 'compares'] },
  {
    name: 'astable multivibrator',
    synonyms: ['transistor blinker'],
    facts: ['crossCapacitors', 'oscillates', 'square'],
  },
  {
    name: 'summing amplifier',
    synonyms: ['op-amp mixer'],
    facts: ['manyInputResistors', 'feedbackResistor', 'plusGrounded', 'adds'],
  },
  { name: 'current mirror', synonyms: ['Widlar mirror'], facts: ['joinedBases', 'copiesCurrent'] },
  { name: 'Darlington pair', synonyms: ['super-beta pair'], facts: ['stackedTransistors', 'currentGain'] },
  { name: 'half adder', synonyms: ['one-bit adder'], facts: ['sharedInputs', 'addsBits'] },
  {
    name: 'Colpitts oscillator',
    synonyms: ['Colpitts circuit'],
    facts: ['tappedCapacitors', 'oscillates', 'radio'],
  },
  { name: 'tank circuit', synonyms: ['parallel resonant circuit'], facts: ['parallelLc', 'passesBand'] },
  {
    name: 'full-wave rectifier with centre tap',
    synonyms: ['biphase rectifier'],
    facts: ['centreTap', 'rectifies'],
  },
  {
    name: 'Cockcroft-Walton multiplier',
    synonyms: ['Villard cascade'],
    facts: ['diodeCapacitorLadder', 'multiplies'],
  },
  {
    name: 'Wien bridge oscillator',
    synonyms: ['Wien oscillator'],
    facts: ['wienNetwork', 'dividedFeedback', 'oscillates', 'sine'],
  },
  {
    name: 'differentiator',
    synonyms: ['op-amp differentiator'],
    facts: ['minusInputCapacitor', 'feedbackResistor', 'plusGrounded', 'differentiates'],
  },
  { name: 'flyback converter', synonyms: ['flyback supply'], facts: ['switchedTransformer', 'isolates'] },
  { name: 'sample-and-hold', synonyms: ['track-and-hold'], facts: ['holdingCapacitor', 'holds'] },
  { name: 'Hartley oscillator', synonyms: ['Hartley circuit'], facts: ['tappedCoil', 'oscillates', 'radio'] },
  { name: 'instrumentation amplifier', synonyms: ['in-amp'], facts: ['threeOpAmps', 'amplifiesDifference'] },
  { name: 'R-2R ladder', synonyms: ['resistor-ladder DAC'], facts: ['resistorLadder', 'digitalToAnalog'] },
  {
    name: 'transimpedance amplifier',
    synonyms: ['photodiode amplifier'],
    facts: ['photodiodeAtInput', 'feedbackResistor', 'lightToVoltage'],
  },
  {
    name: 'Sallen-Key filter',
    synonyms: ['second-order active filter'],
    facts: ['twoResistorsCapacitorBack', 'directFeedback', 'passesLow'],
  },
  {
    name: 'phase-shift oscillator',
    synonyms: ['RC oscillator'],
    facts: ['threeRcSections', 'oscillates', 'sine'],
  },
];

/** How many of the circuits, from the first, count as head: their names are common in training. */
export const headCount = 22;

/**
 * How many training pictures of the circuit of a rank (from 0) may carry its name: 1/rank for the head, a handful falling
 * to none for the tail.
 */
export function namedPictures(rank: number): number {
  return rank < headCount
    ? Math.round(900 / (rank + 1) ** 0.8)
    : Math.max(0, 8 - Math.floor((rank - headCount) / 2));
}
