import type { KeyboardEvent } from 'react';
import type { Engine } from '../../../engine';
import { isWrittenIn } from '../../undo/keys';
import { goBeside } from '../go';

/** What a picture that is shown large can be asked for. */
export interface Zoom {
  /** Nearer or farther by one step. */
  by(direction: 1 | -1): void;
  /** Whole, as large as there is room. */
  fit(): void;
  /** One pixel of the picture for each of the screen. */
  full(): void;
}

/** The pictures that are shown large: none, one, or the two of a pair, which are zoomed together. */
export const shown = new Set<Zoom>();

/** Has all pictures that are shown large zoomed. */
export const zoomAll = (how: (zoom: Zoom) => void): void => shown.forEach(how);

const KEYS: Readonly<Record<string, (engine: Engine) => void>> = {
  ArrowRight: (engine) => goBeside(engine, 1),
  ArrowDown: (engine) => goBeside(engine, 1),
  ArrowLeft: (engine) => goBeside(engine, -1),
  ArrowUp: (engine) => goBeside(engine, -1),
  '+': () => zoomAll((zoom) => zoom.by(1)),
  '=': () => zoomAll((zoom) => zoom.by(1)),
  '-': () => zoomAll((zoom) => zoom.by(-1)),
  '0': () => zoomAll((zoom) => zoom.fit()),
  z: () => zoomAll((zoom) => zoom.full()),
};

/** Whether a key is the large photo's own; in a text field none is. */
export const isLargeKey = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key in KEYS && !isWrittenIn(target) && !ctrlKey && !metaKey && !altKey;

/** Does what the key says. */
export const largeKey = (engine: Engine, key: string): void => KEYS[key]?.(engine);
