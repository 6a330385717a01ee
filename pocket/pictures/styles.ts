import type { Split } from '../domain.ts';
import type { Random } from '../random.ts';
import { blockLetters, type Hand } from './font.ts';
import type { Habits } from './sheets/sheet.ts';
import type { Style } from './style.ts';
import { drawnStyles } from './styles/drawn.ts';
import { heldOutStyles } from './styles/held-out.ts';
import { printedStyles } from './styles/printed.ts';
import { screenStyles } from './styles/screens.ts';

export type { Split } from '../domain.ts';
export type { Style } from './style.ts';

/** Every style there is. Held-out ones bring colours, media and cameras of their own. */
export const styles: readonly Style[] = [...printedStyles, ...drawnStyles, ...screenStyles, ...heldOutStyles];

/** The styles that pictures of a split are drawn in: validation mixes the known ones with some of its own. */
export function stylesOf(split: Split): readonly Style[] {
  return styles.filter(
    (style) => style.split === split || (split === 'validation' && style.split === 'train'),
  );
}

/** The style of a name; throws for a name that no style has. */
export function styleNamed(name: string): Style {
  const style = styles.find((each) => each.name === name);
  if (!style) throw new RangeError(`There is no drawing style "${name}".`);
  return style;
}

/** How this draughtsman letters: mostly near block letters, sometimes tiny or big, leaning, wide or with serifs. */
function handFor(style: Style, random: Random): Hand {
  const free = style.jitter[1] > 0.04;
  return {
    ...blockLetters,
    size: random.chance(0.2) ? random.between(0.5, 1.5) : random.between(0.8, 1.15),
    width: random.between(0.75, 1.2),
    spacing: random.between(0.9, 1.15),
    slant: random.chance(0.35) ? random.between(-0.05, 0.35) : 0,
    serifs: !free && random.chance(0.25),
    subscripts: random.chance(0.35),
    tilt: free ? random.normal() * 0.05 : 0,
  };
}

/** A draughtsman's habits for one picture in a style. */
export function habitsFor(style: Style, random: Random): Habits {
  const labels = random.pick(style.labels);
  return {
    standard: random.pick(style.standard),
    spread: [random.between(0.88, 1.4), random.between(0.88, 1.4)],
    mirrored: random.chance(0.3),
    labels,
    circledTransistors: random.chance(0.6),
    junctionDots: random.chance(0.85),
    ground: random.pick(['bars', 'bars', 'triangle', 'chassis']),
    supply: random.pick(['bar', 'arrow', 'circle']),
    hand: handFor(style, random),
    dotRadius: random.between(0.07, 0.22),
    crossings: random.pick(['plain', 'plain', 'plain', 'gap', 'hop']),
    quarterTurns: random.chance(labels === 'none' ? 0.14 : 0.06) ? random.pick([1, 3, 3, 2]) : 0,
    filledDiodes: random.chance(0.5),
  };
}
