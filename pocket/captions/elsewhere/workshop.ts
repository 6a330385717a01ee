import { subject } from './subject.ts';

/** Benches, boards and tools: near to our circuits, but none of them. */
export const workshop = [
  subject(
    'oscilloscope, multimeter, soldering iron, breadboard, function generator, bench power supply, logic analyser, heat gun, wire stripper, magnifier lamp, solder sucker, component drawer, fume extractor, crimping tool, spectrum analyser',
    'second-hand, brand new, borrowed, noisy, well-calibrated, dusty, portable, four-channel, cheap, forty-year-old, temperature-controlled, broken',
    'on a crowded workbench, in the school lab, at the repair café, in a maker space, on the kitchen table, under a fluorescent tube, at a flea market, next to a cup of tea',
    'warming up before a measurement, waiting for a new mains lead, showing its last calibration sticker, lying among loose screws, being explained to beginners, packed for shipping, photographed for an auction',
  ),
  subject(
    'printed circuit board, router mainboard, memory module, graphics card, synthesizer panel, battery pack, solar charge box, tube radio, amplifier chassis, drone controller, keyboard matrix, e-paper badge, telephone exchange rack, pinball machine board, ribbon cable',
    'green, corroded, hand-soldered, double-sided, salvaged, burnt, gold-plated, obsolete, dense, home-etched, water-damaged, tiny',
    'inside an old television, in a museum case, on an antistatic mat, in a recycling bin, behind the dashboard, in a data centre, at the bottom of a drawer, in a space probe',
    'waiting for reflow, seen under a microscope, cleaned with alcohol, missing its heat sink, marked with a red pen, traced by a student, about to be repaired, full of surface-mount parts',
  ),
  subject(
    'hand plane, chisel, claw hammer, cordless drill, band saw, spirit level, bench vice, wood rasp, pipe wrench, torque wrench, marking gauge, coping saw, sanding block, angle grinder, tape measure',
    'rusty, sharp, antique, heavy, well-oiled, Japanese, blunt, wooden-handled, left-handed, spare, solid brass, worn',
    'on a shadow board, in a boat builder’s shed, at a building site, in the garage, on a saw horse, in a leather roll, in grandfather’s chest, on fresh shavings',
    'ready for the next joint, being sharpened on a wet stone, hanging from a nail, used to trim a tenon, left out in the rain, lent to a neighbour, restored over a weekend',
  ),
  subject(
    'weather station kit, robot arm, line-following robot, model railway signal, pocket calculator, electric guitar pedal, amateur radio mast, hearing aid, smoke alarm, garage door opener, door entry system, washing machine timer, bicycle dynamo, cassette deck, mechanical keyboard',
    'half-finished, home-made, award-winning, stubborn, silent, waterproof, low-cost, over-engineered, remote-controlled, solar-powered, reverse-engineered, prize',
    'at the science fair, in the garden shed, on the club table, in a biscuit tin, at the evening course, in the student project room, on the front cover of a hobby magazine, in the lift machine room',
    'built by twelve-year-olds, working at the first attempt, beeping for no reason, laid out in pieces, shown with its source code, entered for the contest, drawing too much current',
  ),
  subject(
    'lathe, milling machine, welding mask, injection mould, conveyor belt, forging press, gearbox, ball bearing, hydraulic ram, steam boiler, pulley block, test rig, cooling tower, laser cutter, paint booth',
    'humming, oil-stained, decommissioned, computer-controlled, cast-iron, vibrating, guarded, precise, greasy, imported, overhauled, idle',
    'on the factory floor, in the apprentice workshop, at the shipyard, behind safety glass, in the foundry, on the loading dock, in the engineering museum, next to the tool crib',
    'stopped for maintenance, running around the clock, waiting for a spare gear, inspected by the foreman, cutting its first sample, bolted to the floor, replaced after thirty years',
  ),
  subject(
    'three-dimensional printer, paper plotter, label maker, laser pointer, inkjet cartridge, flatbed scanner, projector screen, webcam, computer mouse, hard disk, floppy disk, docking station, server rack, tablet stand, dot-matrix printer',
    'jammed, refurbished, wireless, beige, overheating, unbranded, ergonomic, forgotten, factory-sealed, lightweight, discontinued, office',
    'in the copy room, beside the photocopier, under the reception desk, in the lost-property box, on the teacher’s desk, in the basement archive, at the library, in the home office',
    'blinking at nobody, waiting for a driver, printing endless test pages, wrapped in cling film, sold with all cables, updated overnight, returned under warranty',
  ),
] as const;
