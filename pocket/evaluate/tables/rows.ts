import {
  type Answers,
  bootstrapInterval,
  FIGURES,
  type Figures,
  figuresOf,
  groupResamples,
  type Interval,
} from '../../../core';
import { seeded } from '../../random.ts';
import type { Judged, JudgedList } from '../ranking/judge.ts';

/** The ends of a figure's 95 % interval, as `acc1Low` and `acc1High`. */
type Ends = { readonly [End in `${keyof Figures}${'Low' | 'High'}`]: number };

/** Figures of one method on one part of a domain, 0–1, with 95 % bootstrap intervals. What `--json` writes. */
export interface Row extends Figures, Ends {
  readonly domain: string;
  readonly method: string;
  readonly part: string;
  readonly n: number;
  /**
   * Things that the pictures show, which are resampled whole: the classes, where pictures of a class are renderings of one thing; as many as
   * pictures, where each shows one of its own.
   */
  readonly groups: number;
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

/** Rows of a list for every method and part; a part without pictures gives none. */
export function rowsOf(
  list: JudgedList,
  methods: readonly string[],
  parts = partsOf(list.judged),
): RowWithGain[] {
  const byPart = parts.map((part) => {
    const members = list.judged.filter((one) => part === 'all' || one.part === part);
    return rowsOfPart({ ...list, judged: members }, part, methods);
  });
  return methods.flatMap((_, m) => byPart.flatMap((rows) => rows[m] ?? []));
}

/** The methods' rows on the same pictures, resampled alike. */
function rowsOfPart(list: JudgedList, part: string, methods: readonly string[]): RowWithGain[] {
  const { domain, classes, renderings, judged: members } = list;
  if (members.length === 0) return [];
  const groups = renderings ? Int32Array.from(members, ({ label }) => label) : groupsOf(members);
  const answers = methods.map((_, m) => answersOf(members, m));
  const figures = answers.map((of) => figuresOf(of, classes));
  const resampled: Figures[][] = methods.map(() => []);
  for (const weights of groupResamples(groups, seeded('bootstrap', domain, part).next)) {
    const times = renderings ? timesOfClasses(members, classes, weights) : undefined;
    for (const [m, of] of answers.entries()) resampled[m]!.push(figuresOf(of, classes, weights, times));
  }
  const gains = (m: number) => resampled[m]!.map(({ acc1 }, i) => acc1 - resampled[0]![i]!.acc1);
  return methods.map((method, m) => {
    const gain = figures[m]!.acc1 - figures[0]!.acc1;
    return {
      row: {
        domain,
        method,
        part,
        n: members.length,
        groups: new Set(groups).size,
        ...figures[m]!,
        ...endsOf(figures[m]!, resampled[m]!),
      },
      gain,
      gainInterval: bootstrapInterval(Float64Array.from(gains(m)), gain, [-1, 1]),
    };
  });
}

/** How often each class counts, `[classes]`, where all its pictures count as often. */
function timesOfClasses(
  members: readonly Judged[],
  classes: number,
  weights: ArrayLike<number>,
): Float64Array {
  const times = new Float64Array(classes);
  for (const [i, { label }] of members.entries()) times[label] = weights[i]!;
  return times;
}

/** A number for each picture's group; one of its own for a picture that has none. */
export function groupsOf(judged: readonly Pick<Judged, 'group'>[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(judged, ({ group }, i) => {
    if (group === null) return i;
    if (!known.has(group)) known.set(group, -1 - known.size);
    return known.get(group)!;
  });
}

function answersOf(members: readonly Judged[], m: number): Answers {
  return {
    labels: Int32Array.from(members, ({ label }) => label),
    places: Float64Array.from(members, ({ verdicts }) => verdicts[m]!.place),
    answers: Int32Array.from(members, ({ verdicts }) => verdicts[m]!.answer),
    shares: Float64Array.from(members, ({ verdicts }) => verdicts[m]!.share),
  };
}

function endsOf(figures: Figures, resampled: readonly Figures[]): Ends {
  const ends = FIGURES.flatMap((name) => {
    const values = Float64Array.from(resampled, (of) => of[name]);
    const [low, high] = bootstrapInterval(values, figures[name]);
    return [
      [`${name}Low`, low],
      [`${name}High`, high],
    ];
  });
  return Object.fromEntries(ends) as Ends;
}

/** Acc@1 of each class by two methods, in order of appearance. */
export function classAccuracies(
  judged: readonly Judged[],
  [first, second]: readonly [number, number],
): { readonly className: string; readonly n: number; readonly acc1: readonly [number, number] }[] {
  const byClass = new Map<string, Judged[]>();
  for (const one of judged) byClass.set(one.className, [...(byClass.get(one.className) ?? []), one]);
  return [...byClass].map(([className, own]) => {
    const accuracy = (m: number) =>
      own.filter(({ verdicts }) => verdicts[m]!.place === 0).length / own.length;
    return { className, n: own.length, acc1: [accuracy(first), accuracy(second)] };
  });
}
