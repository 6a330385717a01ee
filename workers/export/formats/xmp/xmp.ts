import { plainLine } from '../../csv';
import { decided } from '../../photo/decided';
import type { MakeFormat } from '../format';
import { LeftOut } from '../left-out';
import { type Keywords, sidecarText } from './sidecar';

/** Sidecars with the class as a keyword, merged into those that lay beside the photos, and a table for ExifTool. */
export const xmp: MakeFormat = ({ options }) => {
  const leftOut = new LeftOut();
  const written = new Set<string>();
  const table = (cells: readonly string[]) => ({ path: 'exiftool.csv', text: plainLine(cells) });
  return {
    archive: true,
    begin: () => [
      { path: 'README.txt', text: HOW },
      table(['SourceFile', 'XMP-dc:Subject', 'XMP-lr:HierarchicalSubject', 'XMP-digiKam:TagsList']),
    ],
    async photo(photo) {
      const its = decided(photo, options);
      if (its.name === null) return leftOut.note(photo, its.why);
      const path = sidecarPath(photo.file, options.sidecarName);
      // A raw file and its JPEG share `photo.xmp`; to some systems letters of both cases are one.
      const key = path.normalize('NFC').toLowerCase();
      if (written.has(key))
        return leftOut.note(photo, `${path} is another photo’s too: name sidecars photo.jpg.xmp.`);
      const keywords = keywordsOf(its.name, options.keywordRoot);
      const text = sidecarText(keywords, photo.sidecar === undefined ? null : await photo.sidecar.text());
      if (text === null)
        return leftOut.note(
          photo,
          'The sidecar beside it is no XMP that could be read, and was left as it is.',
        );
      written.add(key);
      return [{ path, text }, table([photo.file, keywords.subject, keywords.path ?? '', keywords.tag])];
    },
    end: () => leftOut.pieces(),
    get leftOut() {
      return leftOut.count;
    },
  };
};

/** `photo.xmp` as Adobe names it, or `photo.jpg.xmp` as digiKam and darktable do. */
function sidecarPath(file: string, name: 'photo.xmp' | 'photo.jpg.xmp'): string {
  return `${name === 'photo.xmp' ? file.replace(/\.[^./]+$/, '') : file}.xmp`;
}

/** A class as keywords. Signs that part a path's levels would make levels of their own. */
function keywordsOf(name: string, root: string): Keywords {
  const level = (text: string) => text.replace(/[|/]/g, '-');
  return root === ''
    ? { subject: name, path: null, tag: level(name) }
    : { subject: name, path: `${level(root)}|${level(name)}`, tag: `${level(root)}/${level(name)}` };
}

const HOW = `Unpack this beside your photos: the sidecars have their folders. A sidecar that you gave to Fernglass with
the photos has been added to; if you have others, merge them before you let these take their place.

Lightroom ignores sidecars of JPEG files. ExifTool writes the same keywords into the files themselves:
  exiftool -r -csv+=exiftool.csv .
Run it once, in the folder that you unpacked this in: it adds the keywords each time, and keeps the originals as *_original.
On Windows add -charset filename=utf8 before -r where names have letters beyond English ones.
`;
