import type { Content, Drawer } from '../domain.ts';
import { type Random, seeded } from '../random.ts';
import { drawDistractor } from './distractors.ts';
import { renderSheet } from './sheets/render-sheet.ts';
import { Sheet } from './sheets/sheet.ts';
import { habitsFor, type Style, styleNamed, styles } from './styles.ts';
import { topologyOf } from './topologies/index.ts';

/** The drawing of a circuit before it is rendered, and the random source as it stands then. */
function drawSheet(
  circuit: string,
  style: Style,
  seed: string | number,
): { sheet: Sheet; random: Random; content: Content } {
  const random = seeded('picture', seed);
  const sheet = new Sheet(random, habitsFor(style, random));
  topologyOf(circuit)(sheet);
  if (random.chance(0.3)) drawDistractor(sheet);
  return { sheet, random, content: { parts: sheet.parts, facts: [] } };
}

/** Circuit diagrams: a topology drawn by somebody's habits, with the parts that were drawn as content, distractors included. */
export const circuitDrawer: Drawer = {
  styles,
  draw(circuit, styleName, seed, size) {
    const style = styleNamed(styleName);
    const { sheet, random, content } = drawSheet(circuit, style, seed);
    return { ...renderSheet(sheet, style, random, size), content };
  },
  content: (circuit, styleName, seed) => drawSheet(circuit, styleNamed(styleName), seed).content,
};
