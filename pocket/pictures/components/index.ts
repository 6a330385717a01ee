import type { Content, Drawer } from '../../domain.ts';
import type { ComponentFact } from '../../knowledge/component-facts.ts';
import { components } from '../../knowledge/components.ts';
import { type Random, seeded } from '../../random.ts';
import { blockLetters } from '../font.ts';
import { renderSheet } from '../sheets/render-sheet.ts';
import type { Habits, Sheet } from '../sheets/sheet.ts';
import { habitsFor, type Style, styles } from '../styles.ts';
import type { WideHand } from '../wide/hand.ts';
import { cutLettering } from '../wide/lettering.ts';
import { quarterTurned } from '../wide/turns.ts';
import { styleFor } from '../wide/wide-style.ts';
import { ComponentSheet } from './component-sheet.ts';
import { cropOf, occursInCircuits } from './crops.ts';
import { alone, among, inCell } from './scenes.ts';
import { symbolOf } from './symbols/index.ts';
import { withPlainMosfets } from './symbols/transistors.ts';

/** The habits of someone who draws single symbols: the grid is the scene, letters inside symbols fit. */
function habitsOfSymbols(habits: Habits): Habits {
  const hand = habits.hand ?? blockLetters;
  return {
    ...habits,
    spread: [1, 1],
    mirrored: false,
    labels: 'none',
    quarterTurns: 0,
    hand: { ...hand, size: Math.min(1.2, Math.max(0.8, hand.size)) },
  };
}

/** How much of the frame a cutting takes: it runs over the edges, unless something lies beside the sheet. */
function fillOfCutting(style: Style, random: Random): number {
  return style.camera.perspective === 0 ? random.between(1.02, 1.12) : random.between(0.85, 0.98);
}

/** The style for so few lines in a frame: its pens thinner, or the heaviest would blot a symbol's details out. */
const finer = (style: Style): Style => ({
  ...style,
  weight: [style.weight[0] * 0.85, style.weight[1] * 0.65],
});

/** The drawing of a symbol before it is rendered, and the random source as it stands then. */
function drawScene(
  className: string,
  style: Style,
  seed: string | number,
  hand?: WideHand,
): { sheet: Sheet; random: Random; content: Content } {
  const spec = symbolOf(className);
  const random = seeded('component', className, seed);
  const atHome = habitsFor(style, random);
  const habits = hand ? { ...atHome, marks: hand.marks } : atHome;
  const kind = random.next();
  if (kind < 0.25 && occursInCircuits(className)) {
    const cut = cropOf(className, { ...habits, quarterTurns: 0, fill: fillOfCutting(style, random) }, random);
    if (cut) {
      if (hand?.lettering === 'cut') cutLettering(cut.sheet);
      const content = { parts: cut.sheet.parts, ...asDrawn(className, habits, cut.facts) };
      return { sheet: cut.sheet, random, content };
    }
  }
  const own = habitsOfSymbols(habits);
  const [wired, tabled] = [kind < 0.55, kind >= 0.55 && kind < 0.68];
  const sheet = new ComponentSheet(
    random,
    wired || tabled ? { ...own, fill: fillOfCutting(style, random) } : own,
  );
  const others = () =>
    random
      .sample(components.classes, 5)
      .filter(({ name }) => name !== className)
      .map(({ name }) => symbolOf(name));
  const { facts } = wired
    ? among(sheet, spec, habits.labels)
    : tabled
      ? inCell(sheet, spec, others().slice(0, 4))
      : alone(sheet, spec, habits.labels);
  if (hand?.lettering === 'cut') cutLettering(sheet);
  return { sheet, random, content: { parts: sheet.parts, ...asDrawn(className, habits, facts) } };
}

/** What is true of a symbol's variant, and what of its class is not where a wide hand drew it otherwise. */
const asDrawn = (
  className: string,
  habits: Habits,
  facts: readonly ComponentFact[],
): Pick<Content, 'facts' | 'lacks'> =>
  habits.marks?.plainMosfets ? withPlainMosfets(className, facts) : { facts };

/**
 * Component symbols: alone, in a cell of a table of symbols, wired up, or cut out of a circuit. The content has the parts that lie
 * wholly in the picture, and what is true of the variant drawn.
 */
export const componentDrawer: Drawer = {
  styles,
  draw(className, styleName, seed, size, hand) {
    const style = styleFor(styleName, hand);
    const { sheet, random, content } = drawScene(className, style, seed, hand);
    const picture = renderSheet(sheet, finer(style), random, size);
    return { ...quarterTurned(picture, hand?.turns ?? 0), content };
  },
  content: (className, styleName, seed, hand) =>
    drawScene(className, styleFor(styleName, hand), seed, hand).content,
};
