import type { Knowledge, WorldClass } from '../domain.ts';
import { type FactName, facts } from './facts.ts';

interface Circuit extends WorldClass {
  readonly facts: readonly FactName[];
}

/** The circuits by function, the most talked-of first (`long-tail.ts`). */
const circuits: readonly Circuit[] = [
  { name: 'LED driver', kind: 'driver', synonyms: ['LED circuit'], facts: ['seriesLed', 'lights'] },
  {
    name: 'voltage divider',
    kind: 'resistor network',
    synonyms: ['potential divider'],
    facts: ['tappedResistors', 'divides'],
  },
  {
    name: 'bridge rectifier',
    kind: 'rectifier',
    synonyms: ['Graetz bridge'],
    facts: ['diodeDiamond', 'rectifies'],
  },
  {
    name: 'RC low-pass filter',
    kind: 'filter',
    synonyms: ['low-pass filter'],
    facts: ['seriesResistorShuntCapacitor', 'passesLow'],
  },
  {
    name: 'common-emitter amplifier',
    kind: 'amplifier',
    synonyms: ['common-emitter stage'],
    facts: ['dividerBias', 'outputAtCollector', 'amplifies', 'inverts'],
  },
  {
    name: 'inverting amplifier',
    kind: 'amplifier',
    synonyms: ['inverting op-amp'],
    facts: ['minusInputResistor', 'feedbackResistor', 'plusGrounded', 'amplifies', 'inverts'],
  },
  {
    name: '555 astable',
    kind: 'timer circuit',
    synonyms: ['555 blinker'],
    facts: ['timingChain', 'oscillates', 'square'],
  },
  {
    name: 'linear voltage regulator',
    kind: 'regulator',
    synonyms: ['78xx regulator'],
    facts: ['threeTerminalChip', 'capacitorsBothSides', 'regulates'],
  },
  {
    name: 'half-wave rectifier',
    kind: 'rectifier',
    synonyms: ['single-diode rectifier'],
    facts: ['singleSeriesDiode', 'rectifies', 'halfTheWave'],
  },
  {
    name: 'relay driver',
    kind: 'driver',
    synonyms: ['relay switch'],
    facts: ['coilAndDiode', 'transistorSwitch', 'switchesLoad'],
  },
  { name: 'H-bridge', kind: 'driver', synonyms: ['motor bridge'], facts: ['fourSwitches', 'reverses'] },
  {
    name: 'RC high-pass filter',
    kind: 'filter',
    synonyms: ['high-pass filter'],
    facts: ['seriesCapacitorShuntResistor', 'passesHigh'],
  },
  {
    name: 'buck converter',
    kind: 'converter',
    synonyms: ['step-down converter'],
    facts: ['inductorAtOutput', 'freewheelingDiode', 'stepsDown'],
  },
  {
    name: 'voltage follower',
    kind: 'buffer',
    synonyms: ['unity-gain buffer'],
    facts: ['directFeedback', 'signalAtPlus', 'buffers'],
  },
  {
    name: 'non-inverting amplifier',
    kind: 'amplifier',
    synonyms: ['non-inverting op-amp'],
    facts: ['signalAtPlus', 'dividedFeedback', 'amplifies', 'keepsSign'],
  },
  {
    name: 'Wheatstone bridge',
    kind: 'resistor network',
    synonyms: ['measuring bridge'],
    facts: ['resistorDiamond', 'meterAcross', 'measures'],
  },
  {
    name: 'crystal oscillator',
    kind: 'oscillator',
    synonyms: ['Pierce oscillator'],
    facts: ['crystalAcrossInverter', 'oscillates', 'clocks'],
  },
  {
    name: 'set-reset latch',
    kind: 'logic circuit',
    synonyms: ['SR flip-flop'],
    facts: ['crossCoupled', 'remembers'],
  },
  {
    name: 'push-pull amplifier',
    kind: 'amplifier',
    synonyms: ['class-B output stage'],
    facts: ['complementaryPair', 'drivesSpeaker'],
  },
  {
    name: 'op-amp integrator',
    kind: 'op-amp stage',
    synonyms: ['Miller integrator'],
    facts: ['minusInputResistor', 'feedbackCapacitor', 'plusGrounded', 'integrates'],
  },
  {
    name: 'boost converter',
    kind: 'converter',
    synonyms: ['step-up converter'],
    facts: ['inductorAtInput', 'stepsUp'],
  },
  {
    name: 'differential amplifier pair',
    kind: 'amplifier',
    synonyms: ['long-tailed pair'],
    facts: ['joinedEmitters', 'outputAtCollector', 'amplifiesDifference'],
  },
  {
    name: 'emitter follower',
    kind: 'buffer',
    synonyms: ['common-collector stage'],
    facts: ['outputAtEmitter', 'buffers'],
  },
  {
    name: '555 monostable',
    kind: 'timer circuit',
    synonyms: ['one-shot timer'],
    facts: ['triggerButton', 'onePulse'],
  },
  {
    name: 'zener stabiliser',
    kind: 'regulator',
    synonyms: ['zener regulator'],
    facts: ['shuntZener', 'regulates'],
  },
  {
    name: 'Schmitt trigger',
    kind: 'op-amp stage',
    synonyms: ['hysteresis comparator'],
    facts: ['positiveFeedback', 'compares'],
  },
  {
    name: 'astable multivibrator',
    kind: 'oscillator',
    synonyms: ['transistor blinker'],
    facts: ['crossCapacitors', 'oscillates', 'square'],
  },
  {
    name: 'summing amplifier',
    kind: 'amplifier',
    synonyms: ['op-amp mixer'],
    facts: ['manyInputResistors', 'feedbackResistor', 'plusGrounded', 'adds'],
  },
  {
    name: 'current mirror',
    kind: 'transistor stage',
    synonyms: ['Widlar mirror'],
    facts: ['joinedBases', 'copiesCurrent'],
  },
  {
    name: 'Darlington pair',
    kind: 'transistor stage',
    synonyms: ['super-beta pair'],
    facts: ['stackedTransistors', 'currentGain'],
  },
  {
    name: 'half adder',
    kind: 'logic circuit',
    synonyms: ['one-bit adder'],
    facts: ['sharedInputs', 'addsBits'],
  },
  {
    name: 'Colpitts oscillator',
    kind: 'oscillator',
    synonyms: ['Colpitts circuit'],
    facts: ['tappedCapacitors', 'oscillates', 'radio'],
  },
  {
    name: 'tank circuit',
    kind: 'filter',
    synonyms: ['parallel resonant circuit'],
    facts: ['parallelLc', 'passesBand'],
  },
  {
    name: 'full-wave rectifier with centre tap',
    kind: 'rectifier',
    synonyms: ['biphase rectifier'],
    facts: ['centreTap', 'rectifies'],
  },
  {
    name: 'Cockcroft-Walton multiplier',
    kind: 'rectifier',
    synonyms: ['Villard cascade'],
    facts: ['diodeCapacitorLadder', 'multiplies'],
  },
  {
    name: 'Wien bridge oscillator',
    kind: 'oscillator',
    synonyms: ['Wien oscillator'],
    facts: ['wienNetwork', 'dividedFeedback', 'oscillates', 'sine'],
  },
  {
    name: 'differentiator',
    kind: 'op-amp stage',
    synonyms: ['op-amp differentiator'],
    facts: ['minusInputCapacitor', 'feedbackResistor', 'plusGrounded', 'differentiates'],
  },
  {
    name: 'flyback converter',
    kind: 'converter',
    synonyms: ['flyback supply'],
    facts: ['switchedTransformer', 'isolates'],
  },
  {
    name: 'sample-and-hold',
    kind: 'op-amp stage',
    synonyms: ['track-and-hold'],
    facts: ['holdingCapacitor', 'holds'],
  },
  {
    name: 'Hartley oscillator',
    kind: 'oscillator',
    synonyms: ['Hartley circuit'],
    facts: ['tappedCoil', 'oscillates', 'radio'],
  },
  {
    name: 'instrumentation amplifier',
    kind: 'amplifier',
    synonyms: ['in-amp'],
    facts: ['threeOpAmps', 'amplifiesDifference'],
  },
  {
    name: 'R-2R ladder',
    kind: 'resistor network',
    synonyms: ['resistor-ladder DAC'],
    facts: ['resistorLadder', 'digitalToAnalog'],
  },
  {
    name: 'transimpedance amplifier',
    kind: 'amplifier',
    synonyms: ['photodiode amplifier'],
    facts: ['photodiodeAtInput', 'feedbackResistor', 'lightToVoltage'],
  },
  {
    name: 'Sallen-Key filter',
    kind: 'filter',
    synonyms: ['second-order active filter'],
    facts: ['twoResistorsCapacitorBack', 'directFeedback', 'passesLow'],
  },
  {
    name: 'phase-shift oscillator',
    kind: 'oscillator',
    synonyms: ['RC oscillator'],
    facts: ['threeRcSections', 'oscillates', 'sine'],
  },
];

/** What is known of circuit diagrams. */
export const circuitKnowledge: Knowledge = {
  domain: 'circuit diagrams',
  slug: 'circuits',
  zeroShotPrompt: 'a circuit diagram of a {}',
  classes: circuits,
  facts,
  namelessSubjects: [
    'a circuit',
    'a diagram',
    'a schematic',
    'this circuit',
    'a drawing',
    'an electronic circuit',
    'a sketch',
    'a small board',
  ],
};
