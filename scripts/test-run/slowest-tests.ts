/** A test and how long it took. */
export interface Timed {
  readonly name: string;
  readonly milliseconds: number;
}

/** The tests of Vitest's JSON report. @param root the folder that names of files begin below */
export function vitestTimes(report: unknown, root: string): Timed[] {
  const { testResults } = report as {
    testResults: { name: string; assertionResults: { fullName: string; duration?: number | null }[] }[];
  };
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${name.startsWith(root) ? name.slice(root.length).replace(/^[\\/]/, '') : name} › ${fullName}`,
      milliseconds: duration ?? 0,
    })),
  );
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly file: string;
    readonly title: string;
    readonly tests: readonly { readonly results: readonly { readonly duration: number }[] }[];
  }[];
}

/** The tests of Playwright's JSON report. */
export function playwrightTimes(report: unknown): Timed[] {
  const of = ({ suites = [], specs = [] }: Suite): Timed[] => [
    ...specs.map(({ file, title, tests }) => ({
      name: `e2e/${file} › ${title}`,
      milliseconds: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0),
    })),
    ...suites.flatMap(of),
  ];
  return of(report as Suite);
}

/** The `count` tests that took longest, longest first. */
export function slowest(tests: readonly Timed[], count: number): Timed[] {
  return tests.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, count);
}

/** `1 min 05 s`, or `4.2 s` below a minute. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
