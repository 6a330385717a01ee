import type { PreprocessorSettings } from '../../checkpoint/preprocessor';
import { PhotoPool } from './photo-pool';
import { poolSize } from './pool-size';

export type { PhotoPool };

/** The pool of this browser; where workers may start none of their own, it has none. */
export function openPhotoPool(settings: PreprocessorSettings): PhotoPool {
  return new PhotoPool(settings, {
    size: typeof Worker === 'undefined' ? 0 : poolSize(navigator),
    spawn: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'photos' }),
  });
}
