import { bootstrapMeans, type Interval, middle } from './bootstrap.ts';
import type { Judged } from './judge.ts';

/** Accuracy of one method on one part of a domain, 0–1, with 95 % bootstrap intervals. What `--json` writes. */
export interface Row {
  readonly domain: string;
  readonly method: string;
  readonly part: string;
  readonly n: number;
  readonly acc1: number;
  readonly acc5: number;
  readonly acc1Low: number;
  readonly acc1High: number;
  readonly acc5Low: number;
  readonly acc5High: number;
}

/** A row with what the method gains in Acc@1 on the first method, on the same pictures. */
export interface RowWithGain {
  readonly row: Row;
  readonly gain: number;
  readonly gainInterval: Interval;
}

/** `all`, then the parts that pictures lie in, in order of appearance. */
export function partsOf(judged: readonly Judged[]): string[] {
  const parts = new Set(['all']);
  for (const { part } of judged) if (part !== null) parts.add(part);
  return [...parts];
}

/** Rows of a domain for every method and part; a part without pictures gives none. */
export function rowsOf(
  domain: string,
  judged: readonly Judged[],
  methods: readonly string[],
  parts = partsOf(judged),
): RowWithGain[] {
  const byPart = parts.map((part) =>
    rowsOfPart(
      domain,
      part,
      judged.filter((one) => part === 'all' || one.part === part),
      methods,
    ),
  );
  return methods.flatMap((_, m) => byPart.flatMap((rows) => rows[m] ?? []));
}

/** The methods' rows on the same pictures, resampled alike. */
function rowsOfPart(
  domain: string,
  part: string,
  members: readonly Judged[],
  methods: readonly string[],
): RowWithGain[] {
  if (members.length === 0) return [];
  const hits = (m: number, k: number) => Uint8Array.from(members, ({ places }) => (places[m]! < k ? 1 : 0));
  const columns = methods.flatMap((_, m) => [hits(m, 1), hits(m, 5)]);
  const accuracies = columns.map((column) => column.reduce((sum, hit) => sum + hit, 0) / members.length);
  const resampled = bootstrapMeans(columns, `${domain}/${part}`);
  return methods.map((method, m) => {
    const [acc1Low, acc1High] = middle(resampled[2 * m]!);
    const [acc5Low, acc5High] = middle(resampled[2 * m + 1]!);
    return {
      row: {
        domain,
        method,
        part,
        n: members.length,
        acc1: accuracies[2 * m]!,
        acc5: accuracies[2 * m + 1]!,
        acc1Low,
        acc1High,
        acc5Low,
        acc5High,
      },
      gain: accuracies[2 * m]! - accuracies[0]!,
      gainInterval: middle(resampled[2 * m]!.map((mean, i) => mean - resampled[0]![i]!)),
    };
  });
}

/** Acc@1 of each class by two methods, in order of appearance. */
export function classAccuracies(
  judged: readonly Judged[],
  [first, second]: readonly [number, number],
): { readonly className: string; readonly n: number; readonly acc1: readonly [number, number] }[] {
  const byClass = new Map<string, Judged[]>();
  for (const one of judged) byClass.set(one.className, [...(byClass.get(one.className) ?? []), one]);
  return [...byClass].map(([className, own]) => {
    const accuracy = (m: number) => own.filter(({ places }) => places[m] === 0).length / own.length;
    return { className, n: own.length, acc1: [accuracy(first), accuracy(second)] };
  });
}
