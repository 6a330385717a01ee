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
  '6': '41301001051636454433130 4',
  '7': '004016',
  '8': '103041423313020110,1304051636454433',
  '9': '4313020110304145361605',
  k: '0006,320436',
  n: '0206,0312223336',
  p: '0208,03122233352605',
  m: '0206,03122326,23324346',
  µ: '0208,0516364542',
  Ω: '06160402103042443646',
  '+': '2125,0343',
  '-': '0343',
  '.': '2526',
  '/': '0640',
  '=': '0242,0444',
  '&': '461120310405162644',
  '≥': '013305,0636',
};

/**
 * The strokes of a line of text, in units of its height: x grows from 0 to `width`, y is 0 at the top and 1 at the
 * baseline. Characters without a glyph leave a space.
 */
export function lettering(text: string): { strokes: Point[][]; width: number } {
  const strokes: Point[][] = [];
  let pen = 0;
  for (const character of text) {
    for (const stroke of glyphs[character]?.replaceAll(' ', '').split(',') ?? []) {
      const points: Point[] = [];
      for (let i = 0; i < stroke.length; i += 2)
        points.push([pen + Number(stroke[i]) / 6, Number(stroke[i + 1]) / 6]);
      strokes.push(points);
    }
    pen += 1;
  }
  return { strokes, width: Math.max(0, pen - 1 / 3) };
}
