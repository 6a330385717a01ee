/** Folders and files that systems, network drives and photo programs put beside photos, and nobody means to classify. */
const CLUTTER = new RegExp(
  `^(?:${[
    // .DS_Store, ._IMG_1.jpg (AppleDouble), .thumbnails, .picasaoriginals, .Trashes, .@__thumb and others alike.
    // The folder above, in an archive, is none: such a path is told.
    '\\.(?!\\.?$).*',
    'thumbs\\.db',
    'ehthumbs(?:_vista)?\\.db',
    'desktop\\.ini',
    '\\.?picasa\\.ini',
    'icon\\r',
    '__macosx',
    '\\$recycle\\.bin',
    'recycler',
    'system volume information',
    'found\\.\\d{3}',
    'lost\\+found',
    'network trash folder',
    'temporary items',
    // Synology and QNAP: indexes, thumbnails, bins and snapshots.
    '@eadir',
    '@recycle',
    '@recently-snapshot',
    '@__thumb',
    '#recycle',
    '#snapshot',
    'synofile_thumb.*',
    // Previews that Lightroom and Capture One draw of the photos.
    '.*\\.lr(?:data|prev|cat-data|mprev)',
    'captureone',
  ].join('|')})$`,
  'i',
);

/** What a library of Apple's Photos holds beside the photos: thumbnails, faces, databases. */
const APPLE_LIBRARY = /\.(?:photoslibrary|aplibrary|migratedphotolibrary)$/i;
const APPLE_PHOTOS = /^(?:originals|masters)$/i;

/**
 * Whether a file or folder below one that was dropped or picked is skipped without a word.
 * @param name its own name
 * @param parent the name of the folder it lies in
 */
export const isClutter = (name: string, parent = ''): boolean =>
  CLUTTER.test(name) || (APPLE_LIBRARY.test(parent) && !APPLE_PHOTOS.test(name));

/**
 * The same for a path, part by part. The first part is the folder that was chosen, and meant whatever its name.
 * @param path with `/` between its parts
 */
export function liesInClutter(path: string): boolean {
  const parts = path.split('/');
  return parts.some((name, i) => i > 0 && isClutter(name, parts[i - 1]));
}
