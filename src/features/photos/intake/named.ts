/** A file as far as it is known by name. */
interface Named {
  readonly name: string;
  readonly type?: string;
}

/** Endings of pictures and of cameras' raw files, which systems do not always know. */
const PICTURE =
  /\.(?:jpe?g|jpe|jfif|pjpeg|pjp|a?png|webp|avif|gif|bmp|dib|hei[cf]s?|hif|tiff?|jxl|jp2|jpx|j2k|dng|cr[23w]|ne[fw]|arw|sr[2fw]|orf|rw[2l]|raf|pef|x3f|3fr|iiq|svg|ico|psd)$/i;

/** Whether a file's name or type calls it a picture. */
export const isNamedPicture = ({ name, type }: Named): boolean =>
  PICTURE.test(name) || (type?.startsWith('image/') ?? false);

/** Whether a file's name or type calls it a ZIP archive. */
export const isNamedArchive = ({ name, type }: Named): boolean =>
  /\.zip$/i.test(name) || type === 'application/zip' || type === 'application/x-zip-compressed';

/**
 * Whether things that came together were all meant for photos: among several with pictures, what no name calls one lay beside
 * them, and JSON is never a picture.
 */
export const wereAllMeant = (together: readonly Named[]): boolean =>
  !together.some(({ name }) => /\.json$/i.test(name)) &&
  (together.length < 2 || !together.some(isNamedPicture));
