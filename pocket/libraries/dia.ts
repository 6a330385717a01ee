import { DOMParser, type Element } from '@xmldom/xmldom';
import type { LibrarySymbol } from './drawing.ts';

const KEPT = [
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'width',
  'height',
  'points',
  'd',
];
const SHAPES = new Set(['line', 'polyline', 'polygon', 'rect', 'circle', 'ellipse', 'path', 'text', 'g']);

/**
 * A shape of Dia (gitlab.gnome.org/GNOME/dia, doc/custom-shapes): SVG in a namespace, whose colours are the words foreground,
 * background and default.
 * @param id what it is to be called
 */
export function readDia(text: string, id: string): LibrarySymbol {
  const document = new DOMParser({ onError: () => {} }).parseFromString(text, 'text/xml');
  const svg = document.getElementsByTagName('svg:svg')[0] ?? document.getElementsByTagName('svg')[0];
  return { id, markup: svg === undefined ? '' : inside(svg) };
}

function inside(parent: Element): string {
  let markup = '';
  for (const node of parent.childNodes) {
    if (node.nodeType !== 1) continue;
    const element = node as Element;
    const name = (element.localName ?? element.nodeName).replace('svg:', '');
    if (!SHAPES.has(name)) continue;
    const kept = KEPT.flatMap((key) => {
      const value = element.getAttribute(key);
      return value === null || value === '' ? [] : [`${key}="${value}"`];
    }).join(' ');
    const within = name === 'text' ? (element.textContent ?? '').trim() : inside(element);
    markup += `<${name} ${kept} ${styleOf(element, name)}>${within}</${name}>`;
  }
  return markup;
}

function styleOf(element: Element, name: string): string {
  const style = new Map(
    (element.getAttribute('style') ?? '')
      .split(';')
      .map((part) => part.split(':').map((side) => side.trim()) as [string, string]),
  );
  const said = (key: string) => style.get(key) ?? element.getAttribute(key) ?? '';
  if (name === 'text') {
    const size = Number.parseFloat(said('font-size') || '0.8');
    const anchor = { center: 'middle', middle: 'middle', right: 'end', end: 'end' }[
      said('text-alignment') || said('text-anchor')
    ];
    return `font-size="${size}" text-anchor="${anchor ?? 'start'}" fill="black" stroke="none"`;
  }
  const paint = (word: string, otherwise: string) =>
    word === '' || word === 'none' ? word : colour(word, otherwise);
  const fill = paint(said('fill'), 'white');
  const stroke = paint(said('stroke'), 'black');
  return `${fill && `fill="${fill}"`} ${stroke && `stroke="${stroke}"`}`;
}

/** The words that follow what a person chose; every other colour is ink or paper, whichever is nearer. */
function colour(word: string, otherwise: string): string {
  if (['foreground', 'fg', 'inverse'].includes(word)) return 'black';
  if (['background', 'bg', 'default'].includes(word)) return otherwise;
  return /^#?(f|white)/iu.test(word) ? 'white' : 'black';
}
