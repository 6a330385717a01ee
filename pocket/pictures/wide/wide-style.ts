import { anyPalette } from '../colours.ts';
import { flat, type Style } from '../style.ts';
import { styleNamed } from '../styles.ts';
import type { WideHand } from './hand.ts';

/** What tables and desks under tilted sheets look like; browns are the test set's. */
const TABLES = ['#30363d', '#22262b', '#9c8f7a', '#c8c4bb', '#d9d6d0', '#3d5a4a', '#aab4c4'];

/** The style of a name, as the hand keeps to it; throws for a name that no style has. */
export function styleFor(name: string, hand?: WideHand): Style {
  const style = styleNamed(name);
  return hand ? wideStyle(style, hand) : style;
}

/** A style as a wide hand keeps to it. All of it are pens, grounds and cameras that training has, further apart. */
export function wideStyle(style: Style, hand: WideHand): Style {
  let found = style;
  if (hand.pen === 'hairline') found = { ...found, weight: [0.02, 0.04], finest: [0.003, 0.0045], dotted: 0 };
  if (hand.pen === 'bold') found = { ...found, weight: [0.14, 0.2], wireWeight: [0.8, 1.1], dotted: 0 };
  if (hand.wobbly) found = { ...found, jitter: [0.05, 0.11], sketchy: Math.max(0.15, found.sketchy ?? 0) };
  if (hand.lettering === 'none') found = { ...found, labels: ['none'] };
  if (hand.lettering === 'cut') found = { ...found, labels: ['names', 'names and values'] };
  if (hand.flattened)
    found = {
      ...found,
      ruling: 'none',
      marks: {},
      wear: {},
      camera: { ...flat, rotation: found.camera.rotation },
      palette: (random) => {
        const palette = anyPalette(random);
        return { ...palette, surround: palette.paper, body: palette.paper };
      },
    };
  if (hand.tilted)
    found = {
      ...found,
      surround: [...TABLES],
      marks: {},
      camera: {
        ...found.camera,
        tilt: 1,
        rotation: 12,
        shade: [0.05, 0.4],
        blur: [0, 0.3],
        bend: 0,
        copier: false,
      },
    };
  return found;
}
