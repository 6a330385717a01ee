import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A file as Playwright hands it to a file input. */
export interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A small picture with a drawing that depends on `seed`, so that no two are alike. */
export async function smallPicture(
  name: string,
  seed: number,
  format: 'png' | 'jpeg' | 'webp' = 'png',
): Promise<UploadedFile> {
  const at = (step: number) => 4 + ((seed * step * 37) % 56);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="white"/>
    <path d="M${at(1)} ${at(2)}L${at(3)} ${at(5)}L${at(7)} ${at(11)}Z" fill="none" stroke="black" stroke-width="2"/></svg>`;
  const buffer = await sharp(Buffer.from(svg)).toFormat(format).toBuffer();
  return { name, mimeType: `image/${format}`, buffer };
}

/** `count` small pictures named `picture-0001.png` and so on, PNG and JPEG by turns. */
export function smallPictures(count: number): Promise<UploadedFile[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) => {
      const format = i % 2 === 0 ? 'png' : 'jpeg';
      const number = String(i + 1).padStart(4, '0');
      return smallPicture(`picture-${number}.${format === 'png' ? 'png' : 'jpg'}`, i + 1, format);
    }),
  );
}

/** A PNG file that claims `width × height` pixels; its data is one empty row, which a decoder never reaches. */
export function hugePng(name: string, width: number, height: number): UploadedFile {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8); // 8-bit grey
  const buffer = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

/** A grey PNG file whose row `y` holds `row(y)`. */
export function greyPng(width: number, height: number, row: (y: number) => Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8); // 8-bit grey
  const rows = Array.from({ length: height }, (_, y) => [Uint8Array.of(0), row(y)]).flat();
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF file whose first frame is as large as given, whatever its screen says. */
export function gifOf(screen: number, frame: number): Buffer {
  const sizes = Buffer.alloc(8);
  sizes.writeUInt16LE(screen, 0);
  sizes.writeUInt16LE(screen, 2);
  sizes.writeUInt16LE(frame, 4);
  sizes.writeUInt16LE(frame, 6);
  return Buffer.concat([
    Buffer.from('GIF89a'),
    sizes.subarray(0, 4),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0]),
    sizes.subarray(4),
    Buffer.from([0, 2, 2, 0x4c, 1, 0, 0x3b]),
  ]);
}

/** The first part of a picture, as a broken download leaves it. */
export async function cutShort(name: string): Promise<UploadedFile> {
  const whole = await smallPicture(name, 3, 'jpeg');
  return { ...whole, buffer: whole.buffer.subarray(0, 40) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
