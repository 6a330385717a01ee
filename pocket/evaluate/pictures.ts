import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { circuits } from '../knowledge/circuits.ts';
import { drawPicture } from '../pictures/picture.ts';
import { type Split, stylesOf } from '../pictures/styles.ts';
import { topologyOf } from '../pictures/topologies/index.ts';
import { seeded } from '../random.ts';

/** A picture to classify, as a file. */
export interface LabelledPicture {
  readonly file: string;
  /** Place of its class among the circuits. */
  readonly label: number;
  readonly style: string;
}

/** Bumped when pictures of the same seed come out differently, so that an old cache is not taken for a new one. */
const VERSION = 1;

/**
 * `perClass` pictures of every circuit as PNG files, drawn from seeds of their own and in the split's styles; drawn once,
 * then taken from the cache.
 * @param pixels pixels of each picture, in its natural aspect
 */
export async function heldOutPictures(
  split: Split,
  perClass: number,
  pixels = 300_000,
): Promise<LabelledPicture[]> {
  const folder = fileURLToPath(new URL(`../.work/evaluate-${VERSION}/${split}-${pixels}/`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  const styles = stylesOf(split);
  const pictures: LabelledPicture[] = [];
  for (let i = 0; i < perClass * circuits.length; i++) {
    const label = i % circuits.length;
    const name = circuits[label]!.name;
    const style = seeded('evaluate', split, i).pick(styles);
    const file = join(folder, `${String(i).padStart(5, '0')}.png`);
    if (!existsSync(file)) {
      const { rgb, width, height } = drawPicture(topologyOf(name), style, `evaluate/${split}/${i}`, {
        pixels,
      });
      await sharp(rgb, { raw: { width, height, channels: 3 } })
        .png({ compressionLevel: 2 })
        .toFile(file);
    }
    pictures.push({ file, label, style: style.name });
  }
  return pictures;
}
