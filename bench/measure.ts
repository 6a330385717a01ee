/** One line of a table: a candidate's times, and its median against the first candidate's of the same run. */
export interface Row {
  readonly subject: string;
  readonly candidate: string;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
  /** Median of the process's CPU time in milliseconds: what a busy machine's clock does not tell. */
  readonly cpu: number;
  /** CPU time divided by the floor's. */
  readonly ratio: number;
}

interface Time {
  readonly wall: number;
  readonly cpu: number;
}

const ROUNDS = 15;
const WARM_UP = 3;

/** Times the candidates in turn, round by round, so that a drift of the machine meets all alike. The first is the floor. */
export function measure(subject: string, candidates: Record<string, (round: number) => void>): Row[] {
  const times = new Map<string, Time[]>(Object.keys(candidates).map((name) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(candidates)) {
      const time = timed(() => run(Math.abs(round)));
      if (round >= 0) times.get(name)!.push(time);
    }
  const cpuOf = (of: readonly Time[]) =>
    quantile(
      of.map(({ cpu }) => cpu),
      0.5,
    );
  const floor = cpuOf([...times.values()][0]!);
  return [...times].map(([candidate, of]) => {
    const walls = of.map(({ wall }) => wall);
    const cpu = cpuOf(of);
    return {
      subject,
      candidate,
      median: quantile(walls, 0.5),
      p95: quantile(walls, 0.95),
      cpu,
      ratio: cpu / floor,
    };
  });
}

function timed(work: () => void): Time {
  const start = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
}

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))]!;
}
