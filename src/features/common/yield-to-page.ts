interface SchedulerWithYield {
  yield?: () => Promise<void>;
}

/** Lets the page handle input and paint before the work goes on. */
export function yieldToPage(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: SchedulerWithYield };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

/** Yields whenever `budget` milliseconds have gone by since the last time; call it between pieces of work. */
export function sliced(budget = 8): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < budget) return;
    await yieldToPage();
    since = performance.now();
  };
}
