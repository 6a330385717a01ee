/** Something the user did, and how to take it back. */
export interface Step {
  /** What was done, as the notice says it: “3 photos removed”. */
  readonly words: string;
  /** What is good to know once it is done, in sentences. */
  readonly note?: string;
  /** About what keeping the step takes. */
  readonly bytes: number;
  undo(): void;
  redo(): void;
}

/** What can be taken back, and what was; the last of each list is the next. */
export interface UndoStack {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

/** Nothing done yet. */
export const NOTHING_DONE: UndoStack = { done: [], undone: [] };

/** How much is kept: as many steps as there are, while what they keep is not too much. */
const UNDO_LIMITS = { steps: Number.POSITIVE_INFINITY, bytes: 256_000_000 } as const;

/** The stack with a new step on it, and how many of the oldest steps made room. The new step stays, however large. */
export function withStep(
  { done }: UndoStack,
  step: Step,
  limits: { readonly steps: number; readonly bytes: number } = UNDO_LIMITS,
): { readonly stack: UndoStack; readonly dropped: number } {
  const all = [...done, step];
  let first = all.length - 1;
  let bytes = step.bytes;
  while (first > 0 && all.length - first < limits.steps) {
    bytes += all[first - 1]!.bytes;
    if (bytes > limits.bytes) break;
    first--;
  }
  return { stack: { done: all.slice(first), undone: [] }, dropped: first };
}

/** The step to take back, and the stack once it is; null where there is none. */
export function stepBack({ done, undone }: UndoStack): Move | null {
  const step = done.at(-1);
  return step === undefined ? null : { step, stack: { done: done.slice(0, -1), undone: [...undone, step] } };
}

/** The step to do again, and the stack once it is; null where there is none. */
export function stepForth({ done, undone }: UndoStack): Move | null {
  const step = undone.at(-1);
  return step === undefined ? null : { step, stack: { done: [...done, step], undone: undone.slice(0, -1) } };
}

interface Move {
  readonly step: Step;
  readonly stack: UndoStack;
}
