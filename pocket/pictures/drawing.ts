import { mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../domain.ts';
import { seeded } from '../random.ts';

/** A picture that is, or can be, drawn as a file. */
export interface Drawing {
  readonly file: string;
  draw(): Omit<Picture, 'content'>;
}

/** Writes a picture as its file's name says, else as PNG (JPEG of quality 60–90); the file is there whole or not at all. */
export async function saveDrawing({ file, draw }: Drawing): Promise<void> {
  const { rgb, width, height } = draw();
  mkdirSync(dirname(file), { recursive: true });
  const quality = seeded('quality', file.slice(dirname(file).length)).whole(60, 90);
  const raw = sharp(rgb, { raw: { width, height, channels: 3 } });
  // Two processes may be at the same picture: tests run side by side.
  const unfinished = `${file}.${process.pid}`;
  if (file.endsWith('.jpg')) await raw.jpeg({ quality }).toFile(unfinished);
  else if (file.endsWith('.webp')) await raw.webp({ quality }).toFile(unfinished);
  else await raw.png({ compressionLevel: 2 }).toFile(unfinished);
  renameSync(unfinished, file);
}
