import * as amplifiers from './amplifiers.ts';
import type { Topology } from './common.ts';
import * as drivers from './drivers.ts';
import * as filters from './filters.ts';
import * as oscillators from './oscillators.ts';
import * as power from './power.ts';
import * as stages from './stages.ts';

const topologies: Readonly<Record<string, Topology>> = {
  'LED driver': drivers.ledDriver,
  'voltage divider': filters.voltageDivider,
  'bridge rectifier': power.bridgeRectifier,
  'RC low-pass filter': filters.rcLowPass,
  'common-emitter amplifier': stages.commonEmitter,
  'inverting amplifier': amplifiers.invertingAmplifier,
  '555 astable': oscillators.timerAstable,
  'linear voltage regulator': power.linearRegulator,
  'half-wave rectifier': power.halfWaveRectifier,
  'relay driver': drivers.relayDriver,
  'H-bridge': drivers.hBridge,
  'RC high-pass filter': filters.rcHighPass,
  'buck converter': power.buckConverter,
  'voltage follower': amplifiers.voltageFollower,
  'non-inverting amplifier': amplifiers.nonInvertingAmplifier,
  'Wheatstone bridge': drivers.wheatstone,
  'crystal oscillator': oscillators.crystalOscillator,
  'set-reset latch': drivers.setResetLatch,
  'push-pull amplifier': stages.pushPull,
  'op-amp integrator': amplifiers.integrator,
  'boost converter': power.boostConverter,
  'differential amplifier pair': stages.differentialPair,
  'emitter follower': stages.emitterFollower,
  '555 monostable': oscillators.timerMonostable,
  'zener stabiliser': power.zenerRegulator,
  'Schmitt trigger': amplifiers.schmittTrigger,
  'astable multivibrator': stages.astableTransistors,
  'summing amplifier': amplifiers.summingAmplifier,
  'current mirror': stages.currentMirror,
  'Darlington pair': stages.darlington,
  'half adder': drivers.halfAdder,
  'Colpitts oscillator': oscillators.colpitts,
  'tank circuit': filters.tankCircuit,
  'full-wave rectifier with centre tap': power.centreTapRectifier,
  'Cockcroft-Walton multiplier': power.voltageMultiplier,
  'Wien bridge oscillator': amplifiers.wienBridge,
  differentiator: amplifiers.differentiator,
  'flyback converter': power.flybackConverter,
  'sample-and-hold': amplifiers.sampleAndHold,
  'Hartley oscillator': oscillators.hartley,
  'instrumentation amplifier': amplifiers.instrumentationAmplifier,
  'R-2R ladder': filters.ladderDac,
  'transimpedance amplifier': amplifiers.transimpedance,
  'Sallen-Key filter': filters.sallenKey,
  'phase-shift oscillator': stages.phaseShift,
};

/** The topology drawn for a circuit's name; throws for a name nobody draws. */
export function topologyOf(name: string): Topology {
  const topology = topologies[name];
  if (!topology) throw new Error(`No topology is drawn for “${name}”: add it to pocket/pictures/topologies.`);
  return topology;
}
