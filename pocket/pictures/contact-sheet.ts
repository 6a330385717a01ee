/** Draws one picture of each circuit side by side: `npx tsx pocket/pictures/contact-sheet.ts` → pocket/contact-sheet.webp. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { circuits } from '../knowledge/circuits.ts';
import { drawPicture } from './picture.ts';
import { styles } from './styles.ts';
import { topologyOf } from './topologies/index.ts';

const [size, columns] = [160, 9];
const cells = circuits.map(({ name }, i) => ({
  input: Buffer.from(
    drawPicture(topologyOf(name), styles[(i * 5) % styles.length]!, `contact${name}`, { square: size }).rgb,
  ),
  raw: { width: size, height: size, channels: 3 as const },
  left: (i % columns) * size,
  top: Math.floor(i / columns) * size,
}));
const height = Math.ceil(cells.length / columns) * size;
await sharp({ create: { width: columns * size, height, channels: 3, background: '#888' } })
  .composite(cells)
  .webp({ quality: 70 })
  .toFile(fileURLToPath(new URL('../contact-sheet.webp', import.meta.url)));
