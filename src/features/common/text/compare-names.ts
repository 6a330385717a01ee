const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares file names as people read them: 2 before 10, case ignored. */
export const compareNames = (a: string, b: string): number => (a === b ? 0 : collator.compare(a, b));
