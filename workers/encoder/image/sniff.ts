import { latin1 } from './formats/bytes';

/** Picture formats the app decodes. */
export type ImageType = 'JPEG' | 'PNG' | 'WebP' | 'AVIF' | 'GIF' | 'BMP' | 'HEIC' | 'TIFF';

/** What a file's first bytes say it is. */
export type Sniffed =
  | { readonly kind: 'image'; readonly type: ImageType }
  /** Something known that browsers do not decode alike, or no picture at all; `name` is for the user. */
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'unknown' };

const SIGNATURES: readonly { at?: number; bytes: string; type?: ImageType; name?: string }[] = [
  { bytes: '\xff\xd8\xff', type: 'JPEG' },
  { bytes: '\x89PNG\r\n\x1a\n', type: 'PNG' },
  { bytes: 'WEBP', at: 8, type: 'WebP' },
  { bytes: 'GIF87a', type: 'GIF' },
  { bytes: 'GIF89a', type: 'GIF' },
  { bytes: 'BM', type: 'BMP' },
  { bytes: 'II*\0', type: 'TIFF' },
  { bytes: 'MM\0*', type: 'TIFF' },
  { bytes: 'II+\0', name: 'a BigTIFF file' },
  { bytes: '%PDF', name: 'a PDF document' },
  { bytes: '8BPS', name: 'a Photoshop document' },
  { bytes: '\xff\x0a', name: 'a JPEG XL picture' },
  { bytes: '\0\0\0\x0cJXL ', name: 'a JPEG XL picture' },
  { bytes: '\0\0\0\x0cjP  ', name: 'a JPEG 2000 picture' },
  { bytes: '\xff\x4f\xff\x51', name: 'a JPEG 2000 picture' },
  { bytes: '\0\0\x01\0', name: 'an icon (ICO)' },
  { bytes: 'FUJIFILM', name: 'a camera raw file' },
  { bytes: 'PK\x03\x04', name: 'a ZIP archive or office document' },
  { bytes: '\x1f\x8b', name: 'a gzip archive' },
  { bytes: '\x1aE\xdf\xa3', name: 'a video' },
];

/** Reads the kind of a file from its first bytes (64 are enough); its name is not asked. */
export function sniff(head: Uint8Array): Sniffed {
  const text = latin1(head);
  if (text.slice(4, 8) === 'ftyp') return sniffBrands(text);
  for (const { at = 0, bytes, type, name } of SIGNATURES) {
    if (!text.startsWith(bytes, at)) continue;
    if (type) return { kind: 'image', type };
    if (name) return { kind: 'other', name };
  }
  if (/^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<svg[\s>]/s.test(text))
    return { kind: 'other', name: 'an SVG drawing' };
  return { kind: 'unknown' };
}

/** ISO base media files name themselves in a list of four-letter brands. */
function sniffBrands(text: string): Sniffed {
  const brands: string[] = text.slice(8).match(/.{4}/gs) ?? [];
  if (brands.length === 0) return { kind: 'unknown' };
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { kind: 'image', type: 'AVIF' };
  if (brands.some((brand) => /^(hei|hev|mif1|msf1)/.test(brand))) return { kind: 'image', type: 'HEIC' };
  if (brands[0] === 'crx ') return { kind: 'other', name: 'a camera raw file' };
  return { kind: 'other', name: 'a video' };
}
