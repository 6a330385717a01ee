import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { photoOf, requestOf, saidOf } from '../../testing/requests';
import { made } from '../../testing/written';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const NAMESPACES = {
  subject: 'http://purl.org/dc/elements/1.1/',
  hierarchicalSubject: 'http://ns.adobe.com/lightroom/1.0/',
  TagsList: 'http://www.digikam.org/ns/1.0/',
} as const;
/** The list that each property must be (XMP; digiKam reads an ordered one). */
const KINDS = { subject: 'Bag', hierarchicalSubject: 'Bag', TagsList: 'Seq' } as const;

/** The values of a property, which must stand once, in the list of its kind. */
function values(sidecar: string, name: keyof typeof KINDS): string[] {
  const document = new DOMParser().parseFromString(sidecar.replace(/^\ufeff/, ''), 'text/xml');
  const found = document.getElementsByTagNameNS(NAMESPACES[name], name);
  if (found.length === 0) return [];
  expect(found.length).toBe(1);
  const lists = found.item(0)!.getElementsByTagNameNS(RDF, KINDS[name]);
  expect(lists.length, `${name} is a ${KINDS[name]}`).toBe(1);
  const items = lists.item(0)!.getElementsByTagNameNS(RDF, 'li');
  return Array.from({ length: items.length }, (_, i) => items.item(i)!.textContent ?? '');
}

const BEFORE = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Other 1.0"><rdf:RDF xmlns:rdf="${RDF}">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" crs:Exposure2012="+0.50">
<dc:subject><rdf:Bag><rdf:li>forêt</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

const label = saidOf('Athyrium filix-femina');

describe('XMP sidecars', () => {
  it('have the class as a keyword, as a path and as a tag, beside the photo', async () => {
    const { files, rows } = await made(requestOf('xmp', { answers: false }), [
      photoOf('trip/a.jpg', { label }),
    ]);
    const sidecar = files.get('trip/a.xmp')!;
    expect(values(sidecar, 'subject')).toEqual(['Athyrium filix-femina']);
    expect(values(sidecar, 'hierarchicalSubject')).toEqual(['Fernglass|Athyrium filix-femina']);
    expect(values(sidecar, 'TagsList')).toEqual(['Fernglass/Athyrium filix-femina']);
    expect(rows('exiftool.csv')).toEqual([
      {
        SourceFile: 'trip/a.jpg',
        'XMP-dc:Subject': 'Athyrium filix-femina',
        'XMP-lr:HierarchicalSubject': 'Fernglass|Athyrium filix-femina',
        'XMP-digiKam:TagsList': 'Fernglass/Athyrium filix-femina',
      },
    ]);
  });

  it('have no path for a keyword that is none, and no levels that its signs would make', async () => {
    const request = requestOf('xmp', { keywordRoot: '', sidecarName: 'photo.jpg.xmp' });
    const { files } = await made(request, [photoOf('a.jpg', { label: saidOf('R/C | filter') })]);
    const sidecar = files.get('a.jpg.xmp')!;
    expect(values(sidecar, 'subject')).toEqual(['R/C | filter']);
    expect(values(sidecar, 'hierarchicalSubject')).toEqual([]);
    expect(values(sidecar, 'TagsList')).toEqual(['R-C - filter']);
  });

  it('keep all that stood in the one before, and add a keyword once', async () => {
    let sidecar = new Blob([BEFORE]);
    for (let round = 0; round < 2; round++) {
      const { files } = await made(requestOf('xmp'), [photoOf('a.jpg', { label, sidecar })]);
      const text = files.get('a.xmp')!;
      expect(values(text, 'subject')).toEqual(['forêt', 'Athyrium filix-femina']);
      expect(text).toContain('crs:Exposure2012="+0.50"');
      expect(text).toContain('xmp:Rating="4"');
      expect(text).toContain('x:xmptk="Other 1.0"');
      expect(text.match(/<\?xpacket/g)).toHaveLength(2);
      sidecar = new Blob([text]);
    }
  });

  it('begin as the one before did: nothing may stand before its declaration of XML', async () => {
    const before = `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"><rdf:Description rdf:about=""
 xmlns:dt="http://darktable.sf.net/" dt:history="1&#10;2"><dt:note>a&#13;b<![CDATA[<c>]]></dt:note><!-- d --></rdf:Description></rdf:RDF></x:xmpmeta>
`;
    const { files } = await made(requestOf('xmp', { sidecarName: 'photo.jpg.xmp' }), [
      photoOf('a.jpg', { label, sidecar: new Blob([before]) }),
    ]);
    const text = files.get('a.jpg.xmp')!;
    expect(text.startsWith('<?xml')).toBe(true);
    expect(values(text, 'subject')).toEqual(['Athyrium filix-femina']);
    for (const part of ['dt:history="1&#10;2"', '<dt:note>a&#13;b<![CDATA[<c>]]></dt:note>', '<!-- d -->'])
      expect(text).toContain(part);
  });

  it('add to the keywords of the photo, not to those of what it was made of', async () => {
    const before = BEFORE.replace(
      '</rdf:Description>',
      `<xmpMM:Pantry xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Bag><rdf:li rdf:parseType="Resource"><dc:subject><rdf:Bag><rdf:li>part</rdf:li></rdf:Bag></dc:subject></rdf:li></rdf:Bag></xmpMM:Pantry></rdf:Description>`,
    ).replace(/<dc:subject>.*?<\/dc:subject>/, '');
    const { files } = await made(requestOf('xmp'), [
      photoOf('a.jpg', { label, sidecar: new Blob([before]) }),
    ]);
    const text = files.get('a.xmp')!;
    expect(text).toContain('<rdf:Bag><rdf:li>part</rdf:li></rdf:Bag>');
    expect(text).toContain('<rdf:Bag><rdf:li>Athyrium filix-femina</rdf:li></rdf:Bag>');
  });

  it('are XML, and rows of ExifTool’s table name their files exactly, whatever classes and files are called', async () => {
    const names = ['=1+1', '-x', 'a "b", <c> & d', 'سرخس', '🌿', 'x\u0001y', 'half \ud83c'];
    const { files, rows } = await made(
      requestOf('xmp'),
      names.map((name) => photoOf(`${name}.jpg`, { label: saidOf(name) })),
    );
    const keywords = [...names.slice(0, 5), 'x\ufffdy', 'half \ufffd'];
    const sidecars = [...files].filter(([path]) => path.endsWith('.xmp')).map(([, text]) => text);
    expect(sidecars.map((text) => values(text, 'subject'))).toEqual(keywords.map((word) => [word]));
    const table = rows('exiftool.csv');
    expect(table.slice(0, 6).map((row) => row.SourceFile)).toEqual(
      names.slice(0, 6).map((name) => `${name}.jpg`),
    );
    expect(table.slice(0, 6).map((row) => row['XMP-dc:Subject'])).toEqual(names.slice(0, 6));
    expect(files.get('README.txt')).toContain('exiftool -r -csv+=exiftool.csv .');
  });

  it('take the place of none that cannot be read, and of no other photo’s', async () => {
    const { files, rows } = await made(requestOf('xmp'), [
      photoOf('a.jpg', { label, sidecar: new Blob(['<x:xmpmeta']) }),
      photoOf('b.jpg', { label, sidecar: new Blob(['<html></html>']) }),
      photoOf('c.jpg', { label }),
      photoOf('c.nef', { label }),
      photoOf('C.png', { label }),
    ]);
    expect([...files.keys()].filter((path) => path.endsWith('.xmp'))).toEqual(['c.xmp']);
    expect(rows('left-out.csv').map((row) => row.file)).toEqual(['a.jpg', 'b.jpg', 'c.nef', 'C.png']);
  });
});
