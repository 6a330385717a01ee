import { autoClip } from './auto-clip';
import { captionEnsemble } from './caption-ensemble';
import { cased } from './cased';
import { cupl } from './cupl';
import { enrichment } from './enrichment';
import type { Method } from './method';
import { real } from './real';
import { tipAdapter } from './tip-adapter';
import { transClip } from './transclip';
import { xMore } from './x-more';
import { zeroShot } from './zero-shot';
import { zlap } from './zlap';

/** Every method, in the order of the menu. */
export const METHODS: readonly Method[] = [
  enrichment,
  zeroShot,
  xMore,
  captionEnsemble,
  cased,
  cupl,
  autoClip,
  real,
  zlap,
  transClip,
  tipAdapter,
];

/** The method of this id, or undefined. */
export function methodById(id: string): Method | undefined {
  return METHODS.find((method) => method.id === id);
}
