import type { SymbolDrawing } from '../pen.ts';
import * as blocks from './blocks.ts';
import * as connections from './connections.ts';
import * as diodes from './diodes.ts';
import * as logic from './logic.ts';
import * as passive from './passive.ts';
import * as round from './round.ts';
import * as sounders from './sounders.ts';
import * as switches from './switches.ts';
import * as transistors from './transistors.ts';
import * as valves from './valves.ts';
import * as windings from './windings.ts';

/** How a class is drawn, how draughtsmen refer to it, and how far it may be turned. */
export interface SymbolSpec {
  readonly draw: SymbolDrawing;
  /** The letter of its reference ("R1"), and values or types written beside it. */
  readonly letter: string;
  readonly values: readonly string[];
  /** `any`: by quarters; `upright`: as it stands only (grounds hang, digits stand). */
  readonly turns: 'any' | 'upright';
}

const spec = (
  draw: SymbolDrawing,
  letter: string,
  values: readonly string[] = [],
  turns: SymbolSpec['turns'] = 'any',
): SymbolSpec => ({ draw, letter, values, turns });

const ohms = ['100Ω', '220Ω', '470', '1k', '2k2', '4k7', '10k', '47k', '100k', '1M'];
const farads = ['10p', '100p', '1n', '10n', '100n', '1µ'];
const henries = ['10µH', '47µH', '100µH', '1mH', '10mH'];

const symbols: Readonly<Record<string, SymbolSpec>> = {
  resistor: spec(passive.resistor, 'R', ohms),
  capacitor: spec(passive.capacitor, 'C', farads),
  LED: spec(diodes.led, 'D', ['2V', '20mA']),
  diode: spec(diodes.diode, 'D', ['1N4148', '1N4007']),
  battery: spec(round.battery, 'B', ['9V', '12V', '4.5V']),
  switch: spec(switches.switch, 'S'),
  'NPN transistor': spec(transistors.npn, 'Q', ['BC547', '2N2222', '2N3904']),
  ground: spec(connections.ground, '', [], 'upright'),
  lamp: spec(round.lamp, 'L', ['6V', '12V']),
  inductor: spec(windings.inductor, 'L', henries),
  'op-amp': spec(logic.opAmp, 'U', ['LM358', 'TL071', '741']),
  potentiometer: spec(passive.potentiometer, 'RV', ohms),
  transformer: spec(windings.transformer, 'T', ['230/12']),
  motor: spec(round.motor, 'M', ['12V', '24V']),
  fuse: spec(passive.fuse, 'F', ['1A', '500mA', '10A']),
  'AND gate': spec(logic.and, 'U', ['7408', '4081']),
  'electrolytic capacitor': spec(passive.electrolytic, 'C', ['10µ', '47µ', '100µ', '1000µ']),
  'zener diode': spec(diodes.zener, 'D', ['5V1', '12V', '3V3']),
  'OR gate': spec(logic.or, 'U', ['7432', '4071']),
  relay: spec(switches.relay, 'K', ['12V', '24V']),
  'PNP transistor': spec(transistors.pnp, 'Q', ['BC557', '2N2907', '2N3906']),
  'push button': spec(switches.pushButton, 'S'),
  loudspeaker: spec(sounders.loudspeaker, 'LS', ['8Ω', '4Ω']),
  voltmeter: spec(round.voltmeter, 'P'),
  ammeter: spec(round.ammeter, 'P'),
  'NOT gate': spec(logic.not, 'U', ['7404', '4069']),
  'NAND gate': spec(logic.nand, 'U', ['7400', '4011']),
  'N-channel MOSFET': spec(transistors.nMosfet, 'Q', ['IRF540', '2N7000']),
  'AC voltage source': spec(round.acVoltageSource, 'V', ['230V', '12V', '50HZ']),
  antenna: spec(connections.antenna, 'E', [], 'upright'),
  microphone: spec(sounders.microphone, 'B'),
  'NOR gate': spec(logic.nor, 'U', ['7402', '4001']),
  'XOR gate': spec(logic.xor, 'U', ['7486', '4070']),
  crystal: spec(passive.crystal, 'X', ['8MHZ', '32kHZ', '16MHZ']),
  photodiode: spec(diodes.photodiode, 'D', ['BPW34']),
  photoresistor: spec(passive.photoresistor, 'R', ['10k', '1M']),
  'galvanic cell': spec(passive.galvanicCell, 'B', ['1.5V', '1.2V']),
  'variable resistor': spec(passive.variableResistor, 'R', ohms),
  'variable capacitor': spec(passive.variableCapacitor, 'C', ['500p', '365p']),
  'SPDT switch': spec(switches.spdt, 'S'),
  thyristor: spec(diodes.thyristor, 'D', ['BT151', 'TIC106']),
  'iron-core inductor': spec(windings.ironCoreInductor, 'L', ['10H', '1H', '100mH']),
  'NTC thermistor': spec(passive.ntc, 'R', ['10k', '4k7']),
  buzzer: spec(sounders.buzzer, 'H'),
  'Schottky diode': spec(diodes.schottky, 'D', ['1N5819', 'BAT43']),
  'P-channel MOSFET': spec(transistors.pMosfet, 'Q', ['IRF9540', 'BS250']),
  'D flip-flop': spec(blocks.dFlipFlop, 'U', ['7474', '4013'], 'upright'),
  phototransistor: spec(transistors.phototransistor, 'Q', ['BPW40']),
  'DC voltage source': spec(round.dcVoltageSource, 'V', ['5V', '12V', '10V']),
  'current source': spec(round.currentSource, 'I', ['1mA', '10mA']),
  'protective earth': spec(connections.protectiveEarth, '', [], 'upright'),
  'chassis ground': spec(connections.chassisGround, '', [], 'upright'),
  'circuit breaker': spec(switches.circuitBreaker, 'F', ['16A', '10A']),
  bell: spec(sounders.bell, 'H', [], 'upright'),
  optocoupler: spec(blocks.optocoupler, 'U', ['4N35', 'PC817'], 'upright'),
  'seven-segment display': spec(blocks.sevenSegmentDisplay, 'H', [], 'upright'),
  generator: spec(round.generator, 'G', ['12V']),
  ohmmeter: spec(round.ohmmeter, 'P'),
  'N-channel JFET': spec(transistors.nJfet, 'Q', ['BF245', '2N3819']),
  IGBT: spec(transistors.igbt, 'Q', ['600V']),
  triac: spec(diodes.triac, 'D', ['BT136', 'BTA16']),
  'solar cell': spec(passive.solarCell, 'B', ['0.5V']),
  'Darlington transistor': spec(transistors.darlington, 'Q', ['TIP120', 'BC517']),
  'normally closed push button': spec(switches.breakButton, 'S'),
  'logic buffer': spec(logic.buffer, 'U', ['7407', '4050']),
  'XNOR gate': spec(logic.xnor, 'U', ['4077', '74266']),
  'Schmitt inverter': spec(logic.schmittInverter, 'U', ['7414', '40106']),
  multiplexer: spec(blocks.multiplexer, 'U', ['74157', '4051']),
  'centre-tapped transformer': spec(windings.centreTappedTransformer, 'T', ['2X12V']),
  'DPDT switch': spec(switches.dpdt, 'S'),
  'rotary switch': spec(switches.rotarySwitch, 'S'),
  'heating element': spec(passive.heatingElement, 'E', ['1kW', '2kW']),
  'preset resistor': spec(passive.presetResistor, 'R', ohms),
  headphones: spec(sounders.headphones, 'B', ['32Ω'], 'upright'),
  'audio jack': spec(connections.audioJack, 'J'),
  'plug and socket': spec(connections.plugAndSocket, 'X'),
  'P-channel JFET': spec(transistors.pJfet, 'Q', ['2N5460', 'J175']),
  'coaxial connector': spec(connections.coaxialConnector, 'J', ['50Ω', '75Ω']),
  'tri-state buffer': spec(logic.triStateBuffer, 'U', ['74125', '74244']),
  'JK flip-flop': spec(blocks.jkFlipFlop, 'U', ['7473', '4027'], 'upright'),
  wattmeter: spec(round.wattmeter, 'P'),
  galvanometer: spec(round.galvanometer, 'P'),
  'neon lamp': spec(round.neonLamp, 'L', ['90V']),
  varistor: spec(passive.varistor, 'R', ['275V']),
  'PTC thermistor': spec(passive.ptc, 'R', ['100Ω']),
  autotransformer: spec(windings.autotransformer, 'T', ['230/110']),
  'variable inductor': spec(windings.variableInductor, 'L', henries),
  'trimmer capacitor': spec(passive.trimmerCapacitor, 'C', ['22p', '60p']),
  'depletion-mode MOSFET': spec(transistors.depletionMosfet, 'Q', ['LND150', 'BF982']),
  'reed switch': spec(switches.reedSwitch, 'S'),
  'TVS diode': spec(diodes.tvs, 'D', ['P6KE15']),
  'dependent voltage source': spec(round.dependentVoltageSource, 'E'),
  'dependent current source': spec(round.dependentCurrentSource, 'F'),
  'dipole antenna': spec(connections.dipoleAntenna, 'E', [], 'upright'),
  'loop antenna': spec(connections.loopAntenna, 'E', [], 'upright'),
  'Hall sensor': spec(passive.hallSensor, 'B'),
  varactor: spec(diodes.varactor, 'D', ['BB112', 'BB909']),
  triode: spec(valves.triode, 'V', ['ECC83', '12AX7'], 'upright'),
  pentode: spec(valves.pentode, 'V', ['EL84', 'EF86'], 'upright'),
  'vacuum diode': spec(valves.vacuumDiode, 'V', ['EY88'], 'upright'),
  thermocouple: spec(passive.thermocouple, 'B'),
  'tunnel diode': spec(diodes.tunnelDiode, 'D', ['1N3716']),
  diac: spec(diodes.diac, 'D', ['DB3', '32V']),
  'GTO thyristor': spec(diodes.gto, 'D', ['4500V']),
  'unijunction transistor': spec(transistors.unijunction, 'Q', ['2N2646']),
  'coaxial cable': spec(connections.coaxialCable, 'W', ['50Ω', '75Ω']),
  'feedthrough capacitor': spec(passive.feedthroughCapacitor, 'C', ['1n', '4n7']),
  'spark gap': spec(round.sparkGap, 'F'),
  'gas discharge tube': spec(round.gasDischargeTube, 'F', ['230V', '90V']),
  memristor: spec(passive.memristor, 'M'),
};

/** How a class of symbol is drawn; throws for a name nobody draws. */
export function symbolOf(name: string): SymbolSpec {
  const found = symbols[name];
  if (!found)
    throw new Error(`No symbol is drawn for “${name}”: add it to pocket/pictures/components/symbols.`);
  return found;
}
