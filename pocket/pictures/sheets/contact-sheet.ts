/** Draws one picture of each class side by side, a sheet for each domain: `npm run pocket:sheets` → pocket/contact-sheets. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { seeded } from '../../random.ts';
import { world } from '../../world.ts';

const [size, columns, gap] = [160, 9, 4];
const folder = fileURLToPath(new URL('../../contact-sheets/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const { knowledge, drawer } of world) {
  const cells = knowledge.classes.map(({ name }, i) => {
    const style = seeded('contact sheet', name).pick(drawer.styles).name;
    return {
      input: Buffer.from(drawer.draw(name, style, `contact sheet/${name}`, { square: size }).rgb),
      raw: { width: size, height: size, channels: 3 as const },
      left: (i % columns) * (size + gap),
      top: Math.floor(i / columns) * (size + gap),
    };
  });
  const height = Math.ceil(cells.length / columns) * (size + gap) - gap;
  const width = columns * (size + gap) - gap;
  await sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite(cells)
    .webp({ quality: 72 })
    .toFile(`${folder}${knowledge.slug}.webp`);
}
