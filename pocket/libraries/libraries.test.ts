import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { classOf, unmet } from './classes.ts';
import { readDia } from './dia.ts';
import { drawSymbol, type LibrarySymbol } from './drawing.ts';
import { readKicad } from './kicad.ts';
import { readLepton } from './lepton.ts';
import { readQElectroTech } from './qelectrotech.ts';

/** One symbol in each format: a line across, a ring on it, a filled triangle below, and the upper half of a wider circle, open downwards. */
const same: Readonly<Record<string, LibrarySymbol>> = {
  dia: readDia(
    `<shape xmlns="http://www.daa.com.au/~james/dia-shape-ns" xmlns:svg="http://www.w3.org/2000/svg"><svg:svg>
      <svg:line x1="-6" y1="0" x2="6" y2="0"/>
      <svg:ellipse cx="0" cy="0" rx="2" ry="2"/>
      <svg:polygon points="-1,3 1,3 0,5" style="fill: foreground"/>
      <svg:path d="M -4,0 A 4,4 0 0,1 4,0"/>
    </svg:svg></shape>`,
    'test',
  ),
  kicad: readKicad(
    `(kicad_symbol_lib (version 20211014) (symbol "test" (symbol "test_0_1"
      (polyline (pts (xy -6 0) (xy 6 0)) (stroke (width 0)) (fill (type none)))
      (circle (center 0 0) (radius 2) (stroke (width 0)) (fill (type none)))
      (polyline (pts (xy -1 -3) (xy 1 -3) (xy 0 -5) (xy -1 -3)) (stroke (width 0)) (fill (type outline)))
      (arc (start -4 0) (mid 0 4) (end 4 0) (stroke (width 0)) (fill (type none))))))`,
    'test',
  )[0] as LibrarySymbol,
  lepton: readLepton(
    [
      'v 20210407 2',
      'P -600 0 600 0 1 0 0',
      '{',
      'T 0 0 5 6 1 1 0 0 1',
      'pinnumber=1',
      '}',
      'V 0 0 200 3 0 0 0 -1 -1 0 -1 -1 -1 -1 -1',
      'H 3 0 0 0 -1 -1 1 -1 -1 -1 -1 -1 4',
      'M -100,-300',
      'L 100,-300',
      'L 0,-500',
      'z',
      'A 0 0 400 0 180 3 0 0 0 -1 -1',
    ].join('\n'),
    'test',
  ),
  qelectrotech: readQElectroTech(
    `<definition><description>
      <line x1="-6" y1="0" x2="6" y2="0" style="line-style:normal;line-weight:normal;filling:none;color:black"/>
      <circle x="-2" y="-2" diameter="4" style="line-style:normal;line-weight:normal;filling:none;color:black"/>
      <polygon x1="-1" y1="3" x2="1" y2="3" x3="0" y3="5" style="line-style:normal;filling:black;color:black"/>
      <arc x="-4" y="-4" width="8" height="8" start="0" angle="180" style="line-style:normal;filling:none;color:black"/>
    </description></definition>`,
    'test',
  ),
};

/** Which pixels are ink. */
const inkOf = (symbol: LibrarySymbol, quarters = 0) => {
  const png = drawSymbol(symbol, 96, quarters) as Buffer;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><image width="96" height="96" href="data:image/png;base64,${png.toString('base64')}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  return Array.from({ length: 96 * 96 }, (_, i) => (pixels[4 * i] as number) < 128);
};

test('the same symbol is drawn alike from every format', () => {
  const dia = inkOf(same.dia as LibrarySymbol);
  expect(dia.filter(Boolean).length).toBeGreaterThan(150);
  for (const [format, symbol] of Object.entries(same))
    expect(inkOf(symbol).filter((ink, i) => ink !== dia[i]).length, format).toBeLessThan(20);
});

test('a quarter turn moves what was above to the right', () => {
  const upright = inkOf(same.kicad as LibrarySymbol);
  const turned = inkOf(same.kicad as LibrarySymbol, 1);
  const expected = turned.map((_, i) => upright[(95 - (i % 96)) * 96 + Math.floor(i / 96)]);
  const amiss = (than: readonly (boolean | undefined)[]) => turned.filter((ink, i) => ink !== than[i]).length;
  // Rings half a pixel off leave some.
  expect(amiss(expected)).toBeLessThan(amiss(upright) / 3);
});

test('what shows nothing is no picture', () => {
  expect(drawSymbol({ id: 'empty', markup: '' }, 96)).toBeNull();
});

test('symbols have their class, and a library’s other symbols none', () => {
  expect(classOf('kicad', 'Device/Q_PNP_BCE')).toBe('PNP transistor');
  expect(classOf('kicad', 'Device/Q_PNP_BCEC')).toBeNull();
  expect(classOf('lepton', 'analog/voltage-1')).toBe('AC voltage source');
  expect(unmet('dia', ['Circuit/npn'])).toContain('Circuit\\/pnp|electronic\\/transistor_bipolar_pnp_[12]');
});
