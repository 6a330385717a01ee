import { arc, type LibrarySymbol, letters, polyline } from './drawing.ts';

/**
 * A symbol of gEDA's and Lepton's schematic editors (lepton-eda.github.io, “File formats”): one line an object, integers, y upwards.
 * Pins are lines; letters are drawn where they are shown and no attribute (name=value) of the part.
 * @param id what it is to be called
 */
export function readLepton(text: string, id: string): LibrarySymbol {
  const lines = text.split('\n');
  let markup = '';
  for (let at = 0; at < lines.length; at++) {
    const [kind, ...rest] = (lines[at] as string).split(' ');
    const n = rest.map(Number) as number[];
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = n;
    if (kind === 'L' || kind === 'P')
      markup += polyline([
        [a, -b],
        [c, -d],
      ]);
    else if (kind === 'B')
      markup += `<rect x="${a}" y="${-b - d}" width="${c}" height="${d}"${filled(n[10])}/>`;
    else if (kind === 'V') markup += `<circle cx="${a}" cy="${-b}" r="${c}"${filled(n[9])}/>`;
    else if (kind === 'A') markup += arc(a, -b, c, c, d, e);
    else if (kind === 'H') {
      const count = n[12] ?? 0;
      const path = lines.slice(at + 1, at + 1 + count).join(' ');
      at += count;
      markup += `<path transform="scale(1 -1)" d="${path}"${filled(n[6])}/>`;
    } else if (kind === 'T') {
      const count = n[8] ?? 1;
      const words = lines.slice(at + 1, at + 1 + count).join(' ');
      at += count;
      if (n[4] === 1 && !words.includes('=')) markup += letters(words, a, -b, d * 14);
    }
  }
  return { id, markup };
}

/** 1 is filled; 0 is hollow, and the others are hatched, which is left out. */
const filled = (fill: number | undefined) => (fill === 1 ? ' fill="black"' : '');
