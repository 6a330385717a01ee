import { type LibrarySymbol, letters, polyline } from './drawing.ts';

type Expression = readonly (string | Expression)[];

/**
 * The symbols of a library of KiCad 6 (dev-docs.kicad.org, “Symbol library file format”): S-expressions, millimetres, y upwards. Of a part
 * of several units the first is drawn, in its first style. Symbols that only extend another have no drawing and are left out.
 * @param library what it is called, for the symbols' ids
 */
export function readKicad(text: string, library: string): LibrarySymbol[] {
  const symbols: LibrarySymbol[] = [];
  for (const symbol of listsOf(parse(text), 'symbol')) {
    const name = symbol[1] as string;
    const parts = listsOf(symbol, 'symbol').filter((part) => /_[01]_[01]$/u.test(part[1] as string));
    if (parts.length === 0) continue;
    const hidesNames = JSON.stringify(symbol.find((one) => one[0] === 'pin_names') ?? []).includes('hide');
    const markup = parts.map((part) => part.map((one) => shape(one, hidesNames)).join('')).join('');
    symbols.push({ id: `${library}/${name}`, markup });
  }
  return symbols;
}

/** @returns the outermost list */
function parse(text: string): Expression {
  const stack: (string | Expression)[][] = [[]];
  for (const [token] of text.matchAll(/\(|\)|"(?:[^"\\]|\\.)*"|[^\s()"]+/gu)) {
    if (token === '(') stack.push([]);
    else if (token === ')') {
      const done = stack.pop() as Expression;
      (stack.at(-1) as (string | Expression)[]).push(done);
    } else (stack.at(-1) as (string | Expression)[]).push(token.startsWith('"') ? token.slice(1, -1) : token);
  }
  return (stack[0] as Expression[])[0] as Expression;
}

const listsOf = (expression: Expression, name: string) =>
  expression.filter((one): one is Expression => Array.isArray(one) && one[0] === name);

function shape(one: string | Expression, hidesNames: boolean): string {
  if (typeof one === 'string') return '';
  const part = (name: string) => listsOf(one, name)[0];
  const point = (name: string): [number, number] => {
    const [, x, y] = part(name) ?? ['', '0', '0'];
    return [Number(x), -Number(y)];
  };
  const fillKind = ((part('fill') ?? []) as Expression).flat().includes('outline') ? ' fill="black"' : '';
  switch (one[0]) {
    case 'polyline':
      return polyline(
        listsOf(part('pts') ?? [], 'xy').map(([, x, y]) => [Number(x), -Number(y)] as const),
        fillKind,
      );
    case 'rectangle': {
      const [[x1, y1], [x2, y2]] = [point('start'), point('end')];
      return `<rect x="${Math.min(x1, x2)}" y="${Math.min(y1, y2)}" width="${Math.abs(x2 - x1)}" height="${Math.abs(y2 - y1)}"${fillKind}/>`;
    }
    case 'circle': {
      const [x, y] = point('center');
      return `<circle cx="${x}" cy="${y}" r="${Number(part('radius')?.[1] ?? 0)}"${fillKind}/>`;
    }
    case 'arc':
      return arcThrough(point('start'), point('mid'), point('end'), fillKind);
    case 'text': {
      const [x, y] = point('at');
      const size = Number(listsOf(listsOf(part('effects') ?? [], 'font')[0] ?? [], 'size')[0]?.[1] ?? 1.27);
      return letters(one[1] as string, x, y + size / 2, size * 1.4, 'middle');
    }
    case 'pin':
      return pin(one, hidesNames);
    default:
      return '';
  }
}

function pin(one: Expression, hidesNames: boolean): string {
  if (one.includes('hide')) return '';
  const [, px, py, angle] = listsOf(one, 'at')[0] as readonly string[];
  const [x, y] = [Number(px), -Number(py)];
  const length = Number(listsOf(one, 'length')[0]?.[1] ?? 0);
  const turn = (-Number(angle) * Math.PI) / 180;
  const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const end: [number, number] = [x + length * dx, y + length * dy];
  const name = (listsOf(one, 'name')[0]?.[1] ?? '~') as string;
  const word =
    hidesNames || name === '~' || Math.abs(dx) < 0.5
      ? ''
      : letters(name, end[0] + 0.6 * dx, end[1] + 0.5, 1.5, dx > 0 ? 'start' : 'end');
  const ring = one.includes('inverted') ? 0.6 : 0;
  const stop: [number, number] = [end[0] - 2 * ring * dx, end[1] - 2 * ring * dy];
  const circle = ring ? `<circle cx="${end[0] - ring * dx}" cy="${end[1] - ring * dy}" r="${ring}"/>` : '';
  return polyline([[x, y], stop]) + circle + word;
}

/** The circle's arc from the first to the last of three points, by way of the second. */
function arcThrough(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  [x3, y3]: readonly [number, number],
  attributes: string,
): string {
  const cross = (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1);
  const [a, b, c] = [
    Math.hypot(x2 - x1, y2 - y1),
    Math.hypot(x3 - x2, y3 - y2),
    Math.hypot(x3 - x1, y3 - y1),
  ];
  if (Math.abs(cross) < 1e-9)
    return polyline([
      [x1, y1],
      [x3, y3],
    ]);
  const radius = (a * b * c) / (2 * Math.abs(cross));
  // The middle lies on the longer way round where the angle there is acute.
  const large = (x1 - x2) * (x3 - x2) + (y1 - y2) * (y3 - y2) > 0 ? 1 : 0;
  return `<path d="M ${x1} ${y1} A ${radius} ${radius} 0 ${large} ${cross > 0 ? 1 : 0} ${x3} ${y3}"${attributes}/>`;
}
