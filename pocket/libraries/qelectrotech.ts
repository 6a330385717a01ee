import { DOMParser, type Element } from '@xmldom/xmldom';
import { arc, type LibrarySymbol, letters, polyline } from './drawing.ts';

/**
 * An element of QElectroTech (qelectrotech.org): XML of lines, ellipses, arcs, polygons and texts, y downwards.
 * Texts that a diagram fills in (labels of parts) are empty in the library and stay so.
 * @param id what it is to be called
 */
export function readQElectroTech(text: string, id: string): LibrarySymbol {
  const document = new DOMParser({ onError: () => {} }).parseFromString(text, 'text/xml');
  const description = document.getElementsByTagName('description')[0];
  if (description === undefined) return { id, markup: '' };
  let markup = '';
  for (const node of description.childNodes) if (node.nodeType === 1) markup += shape(node as Element);
  return { id, markup };
}

function shape(element: Element): string {
  const n = (key: string) => Number(element.getAttribute(key) ?? 0);
  const style = element.getAttribute('style') ?? '';
  if (/color:none/u.test(style.replace('filling:none', ''))) return '';
  const attributes = `${/filling:(black|gray)/u.test(style) ? ' fill="black"' : /filling:white/u.test(style) ? ' fill="white"' : ''}${
    /line-style:dashed/u.test(style) ? ' stroke-dasharray="3 3"' : ''
  }`;
  const [x, y, width, height] = [n('x'), n('y'), n('width'), n('height')];
  switch (element.nodeName) {
    case 'line':
      return polyline(
        [
          [n('x1'), n('y1')],
          [n('x2'), n('y2')],
        ],
        attributes,
      );
    case 'rect':
      return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${attributes}/>`;
    case 'circle':
      return `<circle cx="${x + n('diameter') / 2}" cy="${y + n('diameter') / 2}" r="${n('diameter') / 2}"${attributes}/>`;
    case 'ellipse':
      return `<ellipse cx="${x + width / 2}" cy="${y + height / 2}" rx="${width / 2}" ry="${height / 2}"${attributes}/>`;
    case 'arc':
      return arc(x + width / 2, y + height / 2, width / 2, height / 2, n('start'), n('angle'), attributes);
    case 'polygon': {
      const points: [number, number][] = [];
      for (let i = 1; element.hasAttribute(`x${i}`); i++) points.push([n(`x${i}`), n(`y${i}`)]);
      if (element.getAttribute('closed') === 'false') return polyline(points, attributes);
      return `<polygon points="${points.map((point) => point.join(',')).join(' ')}"${attributes}/>`;
    }
    case 'text':
      return letters(
        element.getAttribute('text') ?? '',
        x,
        y,
        1.2 * Number((element.getAttribute('font') ?? '').split(',')[1] ?? element.getAttribute('size') ?? 9),
      );
    default:
      return '';
  }
}
