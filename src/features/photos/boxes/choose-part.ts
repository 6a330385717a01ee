import type { DetectionChoice } from '../../../../core';
import type { Engine } from '../../../engine';
import { percent } from '../../common/text/formats';
import { remember } from '../../undo/undo';

const WORDS: Readonly<Record<DetectionChoice['classify'], string>> = {
  photo: 'Whole photos are classified',
  animal: 'Detected animals are classified, each for itself, photos without one as a whole',
};

/** Has whole photos classified, or the animals in them; that can be undone. */
export function choosePart(engine: Engine, classify: DetectionChoice['classify']): void {
  const before = engine.getState().request.detections.classify;
  if (before === classify) return;
  engine.setDetections({ classify });
  remember({
    words: WORDS[classify],
    bytes: 0,
    undo: () => engine.setDetections({ classify: before }),
    redo: () => engine.setDetections({ classify }),
  });
}

/** Puts the move of the threshold that just ended among the steps that can be undone. @param before where it stood */
export function rememberThreshold(engine: Engine, before: number): void {
  const { from } = engine.getState().request.detections;
  if (from === before) return;
  remember({
    words: `Boxes count from ${percent(from)}`,
    bytes: 0,
    undo: () => engine.setDetections({ from: before }),
    redo: () => engine.setDetections({ from }),
  });
}
