import { create } from 'zustand';
import { NOTHING_DONE, type Step, stepBack, stepForth, type UndoStack, withStep } from './undo-stack';

/** What the notice says: of the last step that was done, taken back or done again. */
interface Notice {
  readonly words: string;
  /** What its button does; null where it has none. */
  readonly offers: 'undo' | 'redo' | null;
}

interface UndoState {
  readonly stack: UndoStack;
  readonly notice: Notice | null;
}

/** What the user did on this page and can take back. */
export const useUndo = create<UndoState>()(() => ({ stack: NOTHING_DONE, notice: null }));

/** Puts a step that was just done on the stack, and offers to take it back. */
export function remember(step: Step): void {
  const { stack, dropped } = withStep(useUndo.getState().stack, step);
  useUndo.setState({ stack, notice: done(step, dropped > 0) });
}

function done({ words, note }: Step, someDropped = false): Notice {
  const older = someDropped ? 'What was done long before can no longer be undone.' : undefined;
  return { words: [`${words}.`, note, older].filter(Boolean).join(' '), offers: 'undo' };
}

/** Takes the last step back; nothing where there is none. */
export function undo(): void {
  const move = stepBack(useUndo.getState().stack);
  if (move === null) return;
  useUndo.setState({ stack: move.stack, notice: { words: `Undone: ${move.step.words}.`, offers: 'redo' } });
  move.step.undo();
}

/** Does again what was taken back last; nothing where there is none. */
export function redo(): void {
  const move = stepForth(useUndo.getState().stack);
  if (move === null) return;
  useUndo.setState({ stack: move.stack, notice: done(move.step) });
  move.step.redo();
}

/** Says something that needs no taking back. */
export const tell = (words: string): void => useUndo.setState({ notice: { words, offers: null } });

/** Forgets all steps. */
export const forgetSteps = () => useUndo.setState({ stack: NOTHING_DONE, notice: null });

/** Puts the notice away; the steps stay on the stack. */
export const dismissNotice = () => useUndo.setState({ notice: null });
