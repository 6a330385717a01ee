import type { Content, Drawer } from '../domain.ts';
import { type Random, seeded } from '../random.ts';
import { drawDistractor } from './distractors.ts';
import { renderSheet } from './sheets/render-sheet.ts';
import { Sheet } from './sheets/sheet.ts';
import { habitsFor, type Style, styles } from './styles.ts';
import { topologyOf } from './topologies/index.ts';
import type { WideHand } from './wide/hand.ts';
import { cutLettering } from './wide/lettering.ts';
import { quarterTurned } from './wide/turns.ts';
import { styleFor } from './wide/wide-style.ts';

/** The drawing of a circuit before it is rendered, and the random source as it stands then. */
function drawSheet(
  circuit: string,
  style: Style,
  seed: string | number,
  hand?: WideHand,
): { sheet: Sheet; random: Random; content: Content } {
  const random = seeded('picture', seed);
  const habits = habitsFor(style, random);
  const sheet = new Sheet(random, hand ? { ...habits, marks: hand.marks } : habits);
  topologyOf(circuit)(sheet);
  if (random.chance(0.3)) drawDistractor(sheet);
  if (hand?.lettering === 'cut') cutLettering(sheet);
  return { sheet, random, content: { parts: sheet.parts, facts: [] } };
}

/** Circuit diagrams: a topology drawn by somebody's habits, with the parts that were drawn as content, distractors included. */
export const circuitDrawer: Drawer = {
  styles,
  draw(circuit, styleName, seed, size, hand) {
    const style = styleFor(styleName, hand);
    const { sheet, random, content } = drawSheet(circuit, style, seed, hand);
    return { ...quarterTurned(renderSheet(sheet, style, random, size), hand?.turns ?? 0), content };
  },
  content: (circuit, styleName, seed, hand) =>
    drawSheet(circuit, styleFor(styleName, hand), seed, hand).content,
};
