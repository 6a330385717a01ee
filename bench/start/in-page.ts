/** What a visit shows in the page, in milliseconds since it began; null for what did not come. */
export interface Shown {
  /** The first paint that shows anything. */
  readonly shell: number | null;
  /** The first photo has its answer. */
  readonly answer: number | null;
}

declare global {
  var shown: { answer: number | null };
}

/** Watches the page from before its own code runs. */
export function watchStart(): void {
  globalThis.shown = { answer: null };
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-status=done] .tile-answer') === null) return;
    shown.answer = performance.now();
    observer.disconnect();
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-status'],
  });
}

/** Marks of the thread that it runs in, page or worker, by name, in milliseconds since 1970. */
export function readMarks(prefix: string): Record<string, number> {
  const marks = performance.getEntriesByType('mark').filter(({ name }) => name.startsWith(prefix));
  return Object.fromEntries(
    marks.map(({ name, startTime }) => [name.slice(prefix.length), performance.timeOrigin + startTime]),
  );
}

/** Called in the page when the visit is over. */
export function readShown(): Shown & { readonly began: number } {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return { began: performance.timeOrigin, shell: paint?.startTime ?? null, answer: shown.answer };
}
