import { DOMParser, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';

/** What a sidecar says of a photo. */
export interface Keywords {
  readonly subject: string;
  /** Levels parted by `|`; null where the keyword has none above it: a flat word there would be a false top level. */
  readonly path: string | null;
  /** The same for digiKam, levels parted by `/`. */
  readonly tag: string;
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const META = 'adobe:ns:meta/';

/** The lists that keywords stand in: namespace, usual prefix, name, kind of list (XMP part 1, 7.9; digiKam's own schema). */
const LISTS = {
  subject: ['http://purl.org/dc/elements/1.1/', 'dc', 'subject', 'Bag'],
  path: ['http://ns.adobe.com/lightroom/1.0/', 'lr', 'hierarchicalSubject', 'Bag'],
  tag: ['http://www.digikam.org/ns/1.0/', 'digiKam', 'TagsList', 'Seq'],
} as const;

const EMPTY = `<x:xmpmeta xmlns:x="${META}"><rdf:RDF xmlns:rdf="${RDF}"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>`;

/**
 * A sidecar with the keywords, and all that stood in the one before; what is there already is not added again.
 * @param before the text of the sidecar that is there; null where there is none
 * @returns null where that is no XMP: it must not be replaced
 */
export function sidecarText(keywords: Keywords, before: string | null): string | null {
  const document = parsed(before === null || before.trim() === '' ? EMPTY : before);
  const rdf = document?.getElementsByTagNameNS(RDF, 'RDF').item(0) ?? null;
  if (document === null || rdf === null) return null;
  for (const kind of ['subject', 'path', 'tag'] as const) {
    const word = keywords[kind];
    if (word !== null) add(document, rdf, LISTS[kind], forXml(word));
  }
  // A carriage return that is written as it is would be read as the end of a line.
  const text = new XMLSerializer().serializeToString(document).replaceAll('\r', '&#13;');
  // One that is there keeps its form: what packs it is no must, and nothing may stand before a declaration of XML.
  return before === null || before.trim() === ''
    ? `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n${text}\n<?xpacket end="w"?>\n`
    : text;
}

function parsed(text: string): Document | null {
  let isBroken = false;
  const parser = new DOMParser({
    onError(level) {
      if (level !== 'warning') isBroken = true;
    },
  });
  try {
    const document = parser.parseFromString(text.replace(/^\ufeff/, '').trimStart(), 'text/xml');
    return isBroken ? null : document;
  } catch {
    return null;
  }
}

function add(
  document: Document,
  rdf: Element,
  [space, prefix, name, kind]: (typeof LISTS)[keyof typeof LISTS],
  word: string,
) {
  // Of the photo itself: what it was made of may have keywords of its own further down.
  let property = children(rdf)
    .flatMap(children)
    .find((its) => its.namespaceURI === space && its.localName === name);
  if (property === undefined) {
    property = document.createElementNS(space, `${prefix}:${name}`);
    describe(document, rdf).appendChild(property);
  }
  let list = children(property).find(
    (its) => its.namespaceURI === RDF && /^(?:Bag|Seq|Alt)$/.test(its.localName ?? ''),
  );
  if (list === undefined) {
    // A single value without its list, as some write it, becomes the list's first.
    const alone = property.textContent?.trim() ?? '';
    while (property.firstChild !== null) property.removeChild(property.firstChild);
    list = document.createElementNS(RDF, `rdf:${kind}`);
    property.appendChild(list);
    if (alone !== '') list.appendChild(item(document, alone));
  }
  if (children(list).some((its) => its.textContent?.trim() === word)) return;
  list.appendChild(item(document, word));
}

/** The description of the photo itself, made where there is none. */
function describe(document: Document, rdf: Element): Element {
  const known = children(rdf).find((its) => its.namespaceURI === RDF && its.localName === 'Description');
  if (known !== undefined) return known;
  const made = document.createElementNS(RDF, 'rdf:Description');
  made.setAttributeNS(RDF, 'rdf:about', '');
  rdf.appendChild(made);
  return made;
}

function item(document: Document, text: string): Element {
  const made = document.createElementNS(RDF, 'rdf:li');
  made.appendChild(document.createTextNode(text));
  return made;
}

/** What XML 1.0 cannot hold, in whatever spelling: control characters, halves of characters, and two that are none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones.
const NOT_IN_XML = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;
const forXml = (text: string) => text.replace(NOT_IN_XML, '\ufffd');

const children = (of: Element): Element[] =>
  Array.from(of.childNodes).filter((node): node is Element => node.nodeType === 1);
