/**
 * Draws the sample pictures that ship with the app: `npm run pocket:samples` → public/samples. Their seeds begin with "sample",
 * which no training picture's does; some styles are ones that training never saw.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { drawPicture } from '../pictures/picture.ts';
import { styles } from '../pictures/styles.ts';
import { topologyOf } from '../pictures/topologies/index.ts';

type Format = 'jpg' | 'png' | 'webp';

/** EXIF orientations and how the stored pixels are turned for each, in degrees clockwise. */
const storedTurn = { 1: 0, 3: 180, 6: 270, 8: 90 } as const;

interface Sample {
  readonly circuit: string;
  readonly style: string;
  readonly format: Format;
  readonly megapixels: number;
  readonly orientation?: keyof typeof storedTurn;
  /**
   * Which drawing of its seed. Another than the first where that one's two best classes lie so close, right or wrong, that 8-bit
   * and 32-bit weights disagree on it (`samples.test.ts`).
   */
  readonly draw?: number;
}

/**
 * Which circuits: most that the model knows, some that enrichment helps on validation pictures, one that it harms (buck converter), some
 * that it mistakes. The pictures themselves are as their seeds have them.
 */
const samples: readonly Sample[] = [
  { circuit: 'bridge rectifier', style: 'photograph', format: 'jpg', megapixels: 3.2 },
  { circuit: 'Darlington pair', style: 'whiteboard', format: 'jpg', megapixels: 2, orientation: 6 },
  { circuit: 'RC low-pass filter', style: 'textbook', format: 'png', megapixels: 1 },
  { circuit: 'common-emitter amplifier', style: 'old print', format: 'jpg', megapixels: 2.4 },
  { circuit: '555 astable', style: 'schematic editor', format: 'png', megapixels: 1.5 },
  { circuit: 'boost converter', style: 'dark screen', format: 'webp', megapixels: 2, draw: 3 },
  { circuit: 'Wheatstone bridge', style: 'kraft napkin', format: 'jpg', megapixels: 3, orientation: 8 },
  { circuit: 'emitter follower', style: 'notebook', format: 'jpg', megapixels: 2, draw: 1 },
  { circuit: 'buck converter', style: 'data sheet', format: 'png', megapixels: 1.2 },
  { circuit: 'LED driver', style: 'whiteboard', format: 'jpg', megapixels: 2.2 },
  { circuit: 'crystal oscillator', style: 'european norm', format: 'webp', megapixels: 1.4 },
  { circuit: 'full-wave rectifier with centre tap', style: 'slide', format: 'png', megapixels: 1.3 },
  { circuit: 'push-pull amplifier', style: 'scan', format: 'jpg', megapixels: 2, orientation: 3 },
  { circuit: 'op-amp integrator', style: 'blueprint', format: 'webp', megapixels: 2 },
  { circuit: 'Wien bridge oscillator', style: 'textbook', format: 'png', megapixels: 1, draw: 1 },
  { circuit: 'Colpitts oscillator', style: 'old print', format: 'jpg', megapixels: 2, orientation: 6 },
  { circuit: 'R-2R ladder', style: 'schematic editor', format: 'png', megapixels: 1.2 },
  { circuit: 'Cockcroft-Walton multiplier', style: 'whiteboard', format: 'jpg', megapixels: 2.4 },
  { circuit: 'astable multivibrator', style: 'dark screen', format: 'webp', megapixels: 1.6, draw: 1 },
  { circuit: 'current mirror', style: 'kraft napkin', format: 'jpg', megapixels: 2 },
  { circuit: 'instrumentation amplifier', style: 'photograph', format: 'jpg', megapixels: 3.6, draw: 1 },
  { circuit: 'half adder', style: 'slide', format: 'webp', megapixels: 1, draw: 1 },
  { circuit: 'transimpedance amplifier', style: 'notebook', format: 'jpg', megapixels: 1.8 },
  { circuit: 'phase-shift oscillator', style: 'photocopy', format: 'png', megapixels: 1 },
];

const folder = fileURLToPath(new URL('../../public/samples/', import.meta.url));
mkdirSync(folder, { recursive: true });
const rows: { file: string; class: string; bytes: number }[] = [];
for (const [i, { circuit, style: styleName, format, megapixels, orientation, draw }] of samples.entries()) {
  const style = styles.find(({ name }) => name === styleName);
  if (!style) throw new Error(`There is no style “${styleName}”.`);
  const seed = `sample/${i}/${circuit}${draw === undefined ? '' : `/${draw}`}`;
  const { width, height, rgb } = drawPicture(topologyOf(circuit), style, seed, { pixels: megapixels * 1e6 });
  const file = `${String(i + 1).padStart(2, '0')}-${styleName.replaceAll(' ', '-')}.${format}`;
  let image = sharp(rgb, { raw: { width, height, channels: 3 } });
  if (orientation) image = image.rotate(storedTurn[orientation]);
  if (orientation) image = image.withMetadata({ orientation });
  if (format === 'jpg') image = image.jpeg({ quality: 80, mozjpeg: false });
  else if (format === 'webp') image = image.webp({ quality: 80 });
  else image = image.png({ palette: true, colours: 32, effort: 7 });
  await image.toFile(join(folder, file));
  rows.push({ file, class: circuit, bytes: statSync(join(folder, file)).size });
}
writeFileSync(
  join(folder, 'labels.csv'),
  `filename,class\n${rows.map((row) => `${row.file},${row.class}\n`).join('')}`,
);
writeFileSync(join(folder, 'samples.json'), `${JSON.stringify(rows, null, 2)}\n`);
const classes: readonly { name: string; synonyms: readonly string[] }[] = JSON.parse(
  readFileSync(new URL('../classes.json', import.meta.url), 'utf8'),
);
writeFileSync(
  join(folder, 'classes.txt'),
  classes.map(({ name, synonyms }) => `${[name, ...synonyms].join(' | ')}\n`).join(''),
);
const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`${rows.length} samples, ${(total / 1e6).toFixed(1)} MB → ${folder}`);
