/** One line of a table: a candidate's times, and its median against the first candidate's of the same run. */
export interface Row {
  readonly subject: string;
  readonly candidate: string;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
  /** Median divided by the floor's median. */
  readonly ratio: number;
}

const ROUNDS = 15;
const WARM_UP = 3;

/** Times the candidates in turn, round by round, so that a drift of the machine meets all alike. The first is the floor. */
export function measure(subject: string, candidates: Record<string, (round: number) => void>): Row[] {
  const times = new Map<string, number[]>(Object.keys(candidates).map((name) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(candidates)) {
      const start = performance.now();
      run(Math.abs(round));
      if (round >= 0) times.get(name)!.push(performance.now() - start);
    }
  const quantile = (values: readonly number[], q: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))]!;
  const floor = quantile([...times.values()][0]!, 0.5);
  return [...times].map(([candidate, values]) => ({
    subject,
    candidate,
    median: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    ratio: quantile(values, 0.5) / floor,
  }));
}
