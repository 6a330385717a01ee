import { create } from 'zustand';

/** What the page itself has under way, beside the engine: fetching samples, reading folders, writing exports. */
export const useTasks = create<{ readonly tasks: readonly string[] }>()(() => ({ tasks: [] }));

/** A task on the status strip; its words may change while it runs. */
export interface Task {
  say(words: string): void;
}

/** Runs `work` and shows it on the status strip as long as it takes. */
export async function during<T>(words: string, work: (task: Task) => Promise<T>): Promise<T> {
  let shown = words;
  const replace = (next: string | null) =>
    useTasks.setState(({ tasks }) => {
      const at = tasks.indexOf(shown);
      return { tasks: next === null ? tasks.toSpliced(at, 1) : tasks.with(at, next) };
    });
  useTasks.setState(({ tasks }) => ({ tasks: [...tasks, words] }));
  try {
    return await work({
      say(next) {
        replace(next);
        shown = next;
      },
    });
  } finally {
    replace(null);
  }
}
