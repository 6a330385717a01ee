import type { Point } from './geometry.ts';

/**
 * A stroke font of our own, so that lettering can be inked, jittered and bent like any other line and no system font
 * matters. Each glyph is a list of pen strokes; each stroke is pairs of digits x (0–4) and y (0–8, down, baseline 6).
 */
const glyphs: Readonly<Record<string, string>> = {
  A: '0602204246,0444',
  B: '06003041423303,3344453606',
  C: '4130100105163645',
  D: '06003041453606',
  E: '40000646,0333',
  F: '400006,0333',
  G: '41301001051636454323',
  H: '0006,4046,0343',
  I: '2026',
  J: '4045361605',
  K: '0006,400346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110,2446',
  R: '06003041423303,2346',
  S: '413010010213334445361605',
  T: '0040,2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046,4006',
  Y: '002340,2326',
  Z: '00400646',
  '0': '103041453616050110',
  '1': '112026',
  '2': '01103041420646',
  '3': '0110304142334445361605,1333',
  '4': '36300444',
  '5': '400003334445361605',
  '6': '413010010516364544331304',
  '7': '004016',
  '8': '103041423313020110,1304051636454433',
  '9': '4313020110304145361605',
  a: '4332120305163645,4246',
  b: '0006,0312324345361605',
  c: '4332120305163645',
  d: '4046,4332120305163645',
  e: '04444332120305163645',
  f: '41302126,0232',
  g: '4332120305163645,4247381807',
  h: '0006,0312324346',
  i: '2226,2021',
  j: '32372817,3031',
  k: '0006,320436',
  l: '2026',
  m: '0206,03122326,23324346',
  n: '0206,0312223336',
  o: '123243453616050312',
  p: '0208,03122233352605',
  q: '4332120305163645,4248',
  r: '0206,03123243',
  s: '43321203143445361605',
  t: '20253645,0242',
  u: '0205163645,4246',
  v: '022642',
  w: '0216243642',
  x: '0246,4206',
  y: '0225,4208',
  z: '02420646',
  µ: '0208,0516364542',
  Ω: '06160402103042443646',
  '+': '2125,0343',
  '-': '0343',
  '.': '2526',
  ',': '2617',
  ':': '2324,2526',
  '(': '30212536',
  ')': '10212516',
  _: '0747',
  '/': '0640',
  '=': '0242,0444',
  '&': '461120310405162644',
  '≥': '013305,0636',
};

/** How somebody letters: all of it relative to upright block letters. */
export interface Hand {
  /** Height over the height asked for. */
  readonly size: number;
  /** Width of a letter over its usual width. */
  readonly width: number;
  /** Advance from letter to letter over the usual one. */
  readonly spacing: number;
  /** How far letters lean to the right, per height. */
  readonly slant: number;
  /** Ticks at the ends of upright strokes. */
  readonly serifs: boolean;
  /** Whether what follows the letter of a name (R1, VCC) is set small and low. */
  readonly subscripts: boolean;
  /** Turns of a whole line of text against the drawing, in radians. */
  readonly tilt: number;
}

/** Block letters. */
export const blockLetters: Hand = {
  size: 1,
  width: 1,
  spacing: 1,
  slant: 0,
  serifs: false,
  subscripts: false,
  tilt: 0,
};

/** Ticks where a stroke's end stands upright on the baseline or hangs from the capitals' height. */
function serifsOf(points: readonly Point[]): Point[][] {
  const ticks: Point[][] = [];
  const ends = [
    [points[0], points[1]],
    [points[points.length - 1], points[points.length - 2]],
  ];
  for (const [end, next] of ends) {
    if (!end || !next || (end[1] !== 0 && end[1] !== 1) || Math.abs(end[0] - next[0]) > 0.1) continue;
    ticks.push([
      [end[0] - 0.13, end[1]],
      [end[0] + 0.13, end[1]],
    ]);
  }
  return ticks;
}

/**
 * The strokes of a line of text, in units of its height: x grows from 0 to `width`, y is 0 at the top and 1 at the
 * baseline. Characters without a glyph leave a space.
 */
export function lettering(text: string, hand: Hand = blockLetters): { strokes: Point[][]; width: number } {
  const strokes: Point[][] = [];
  const indexed = hand.subscripts && /^[A-Z](\d{1,2}|CC|DD|EE|SS|IN|OUT|[A-Z])$/.test(text);
  let pen = 0;
  for (const [i, character] of [...text].entries()) {
    const [scale, drop] = indexed && i > 0 ? [0.66, 0.5] : [1, 0];
    for (const stroke of glyphs[character]?.split(',') ?? []) {
      const points: Point[] = [];
      for (let j = 0; j < stroke.length; j += 2)
        points.push([Number(stroke[j]) / 6, Number(stroke[j + 1]) / 6]);
      for (const line of hand.serifs ? [points, ...serifsOf(points)] : [points])
        strokes.push(
          line.map(([gx, gy]): Point => {
            const y = gy * scale + drop;
            return [pen + gx * scale * hand.width + (1 - y) * hand.slant, y];
          }),
        );
    }
    pen += hand.spacing * hand.width * scale;
  }
  return { strokes, width: Math.max(0, pen - hand.width / 3) };
}
