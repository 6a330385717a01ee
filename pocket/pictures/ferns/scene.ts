import { hash, type Random, seeded } from '../../random.ts';
import { css } from './colours.ts';
import type { Arrangement, Species } from './growth/plant.ts';
import { Sketch } from './sketch.ts';
import { species } from './species.ts';
import type { FernStyle } from './style.ts';
import { fernStyles } from './styles.ts';

/** What is decided of a picture before anything is drawn. */
export interface Plan {
  readonly className: string;
  readonly plant: Species;
  readonly style: FernStyle;
  readonly arrangement: Arrangement;
  readonly underside: boolean;
  /** A fertile frond, spike or region is there. */
  readonly spores: boolean;
  /** Width over height. */
  readonly aspect: number;
  /** How far the frame goes into the scene, 1 for all of it. */
  readonly zoom: number;
  readonly turn: number;
  readonly potted: boolean;
  readonly facts: readonly string[];
}

/** Decides what a picture shows; throws for a class or style that there is not. */
export function planPicture(className: string, styleName: string, seed: string | number): Plan {
  const plant = species[className];
  if (!plant) throw new RangeError(`No fern is called "${className}" here.`);
  const style = fernStyles.find(({ name }) => name === styleName);
  if (!style) throw new RangeError(`No style of fern pictures is called "${styleName}".`);
  const random = seeded('fern plan', className, styleName, seed);
  const wanted = random.pick(plant.arrangements);
  const arrangement = wanted === 'crown' && style.pressed ? 'frond' : wanted;
  const potted = arrangement === 'rosette' && !style.pressed && random.chance(0.2);
  const underside =
    style.undersides &&
    (arrangement === 'frond' || arrangement === 'fronds') &&
    random.chance(plant.undersides ?? 0.3);
  const spores = random.chance(plant.fertileFact?.[1] ?? 0.5);
  const zoom = random.chance(style.closeUps) ? random.between(1.15, 1.8) : random.between(0.82, 1.06);
  const facts: string[] = [];
  // A close-up may leave the tip or the foot out, and a rosette is too small for spores.
  if (plant.fertileFact && spores && zoom < 1.1 && arrangement !== 'mat' && arrangement !== 'crown')
    facts.push(plant.fertileFact[0]);
  if (plant.soriFact && underside && plant.sori !== 'none') facts.push(plant.soriFact);
  if (className === 'staghorn fern' && underside) facts.push('soriTips');
  if (plant.under && underside && style.medium !== 'ink' && style.medium !== 'chalk')
    facts.push(className === 'rustyback fern' ? 'rustyUnder' : 'paleUnder');
  if (arrangement === 'rosette' && zoom < 1.1) facts.push('rosette');
  if (arrangement === 'crown' && zoom < 1.1) facts.push('crown');
  if (arrangement === 'mat') facts.push('mat');
  const upright = potted || arrangement === 'crown';
  return {
    className,
    plant,
    style,
    arrangement,
    underside,
    spores,
    aspect: random.pick([0.67, 0.75, 0.75, 0.8, 1, 1, 1, 1.25, 1.33, 1.5]),
    zoom,
    turn: (upright ? 8 : style.turn) * random.between(-1, 1) * (random.chance(0.5) ? 0.25 : 1),
    potted,
    facts,
  };
}

/** A frond and where it stands in the scene. */
export interface Placed {
  readonly sketch: Sketch;
  readonly at: (x: number, y: number) => readonly [number, number];
  /** Scene units per unit of the sketch. */
  readonly size: number;
}

/** The fronds of a picture, back to front, and things that stand among them (polygons in scene units and their colour). */
export interface Scene {
  readonly fronds: readonly Placed[];
  readonly things: readonly { readonly points: readonly number[]; readonly colour: string }[];
}

/** Turns, mirrors, scales and moves a sketch; `squash` flattens the whole scene. */
function turned(
  degrees: number,
  size: number,
  x: number,
  y: number,
  mirrored: boolean,
  squash = 1,
): Placed['at'] {
  const c = size * Math.cos((degrees * Math.PI) / 180);
  const s = size * Math.sin((degrees * Math.PI) / 180);
  const hand = mirrored ? -1 : 1;
  return (px, py) => [x + c * hand * px - s * py, y + (s * hand * px + c * py) * squash];
}

/** Draws the plant of a plan. `pixels` is the height of the picture. */
export function drawScene(plan: Plan, pixels: number, random: Random): Scene {
  const { plant, style, arrangement } = plan;
  const modelled = style.medium !== 'flat' && style.medium !== 'ink';
  const sketchOf = (share: number, bend: number) => {
    const sketch = new Sketch({
      random: seeded('frond', hash('frond', random.next())),
      scale: pixels * share * plan.zoom,
      underside: plan.underside,
      fertile: true,
      sori: plant.sori,
      torn: random.chance(0.2) ? random.between(0.01, 0.08) : 0,
      light: random.between(0, 2 * Math.PI),
      modelled,
      veined: style.veined,
      stoutness: plant.stoutness * random.between(0.85, 1.15),
    });
    plant.build(sketch, bend, plan.spores);
    return sketch;
  };
  const fronds: Placed[] = [];
  const things: { points: readonly number[]; colour: string }[] = [];
  const put = (sketch: Sketch, degrees: number, size: number, x: number, y: number, squash = 1) =>
    fronds.push({ sketch, at: turned(degrees, size, x, y, random.chance(0.5), squash), size });
  if (arrangement === 'frond') put(sketchOf(0.9, 0.35 * random.normal()), 0, 1, 0, 0);
  else if (arrangement === 'fronds') {
    const count = random.whole(2, 3);
    const apart = random.between(12, 32);
    for (let i = 0; i < count; i++)
      put(
        sketchOf(0.75, 0.4 * random.normal()),
        (i - (count - 1) / 2) * apart + 6 * random.normal(),
        random.between(0.7, 1),
        0.08 * (i - (count - 1) / 2) * random.between(-0.5, 1),
        0.04 * random.normal(),
      );
  } else if (arrangement === 'rosette') {
    const above = !plan.potted && random.chance(0.6);
    const count = above ? random.whole(6, 11) : random.whole(5, 9);
    const kinds = [0, 1, 2].map(() => sketchOf(0.5, random.between(0.15, above ? 0.5 : 0.9)));
    const order = random.sample(
      Array.from({ length: count }, (_, i) => i),
      count,
    );
    if (plan.potted) {
      const w = random.between(0.16, 0.26);
      const h = random.between(0.22, 0.36);
      things.push({
        points: [-w, 0.03, w, 0.03, w * 0.75, -h, -w * 0.75, -h],
        colour: css(
          random.pick([
            [16, 50, 42],
            [0, 0, 88],
            [210, 20, 45],
            [0, 0, 20],
            [40, 30, 75],
          ] as const),
        ),
      });
    }
    for (const i of order) {
      const degrees = above
        ? (360 * i) / count + 9 * random.normal()
        : ((i + 0.5) / count - 0.5) * random.between(120, 165);
      const sketch = random.pick(kinds);
      const size = random.between(0.75, 1) * (above ? 1 : 1 - 0.12 * Math.abs(degrees / 80));
      const mirrored = above ? random.chance(0.5) : degrees < 0;
      fronds.push({ sketch, at: turned(degrees, size, 0, 0, mirrored, above ? 1 : 0.9), size });
    }
  } else if (arrangement === 'crown') {
    const trunk = random.between(0.5, 1.1);
    const w = random.between(0.05, 0.09);
    things.push({
      points: [-w, 0.02, w, 0.02, w * 1.25, -trunk, -w * 1.25, -trunk],
      colour: css(style.medium === 'photograph' || style.medium === 'wash' ? [25, 35, 18] : [25, 30, 20]),
    });
    const kinds = [0, 1].map(() => sketchOf(0.45, random.between(0.9, 1.5)));
    const count = random.whole(9, 13);
    for (let i = 0; i < count; i++) {
      const degrees = ((i + 0.5) / count - 0.5) * 190 + 5 * random.normal();
      fronds.push({
        sketch: random.pick(kinds),
        at: turned(degrees, random.between(0.8, 1), 0, 0, degrees < 0, random.between(0.7, 0.9)),
        size: 1,
      });
    }
  } else {
    const kinds = [0, 1, 2].map(() => sketchOf(0.38, 0.4 * random.normal()));
    const count = random.whole(6, 13);
    for (let i = 0; i < count; i++)
      put(
        random.pick(kinds),
        random.between(-180, 180),
        random.between(0.7, 1),
        random.between(-0.8, 0.8),
        random.between(-0.8, 0.8),
      );
  }
  return { fronds, things };
}
