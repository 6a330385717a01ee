import { readFileSync } from 'node:fs';
import { FernglassError } from '../../../core';
import type { JudgedList } from '../ranking/judge.ts';
import { gainOf } from './gain.ts';

const VERSION = 1;

/** Which pictures each method had right, list by list: what other weights are compared with on the same pictures. */
export interface KeptAnswers {
  readonly version: typeof VERSION;
  readonly lists: readonly {
    readonly domain: string;
    readonly methods: readonly string[];
    /** The class of each picture. */
    readonly classNames: readonly string[];
    /** `[method]`, a digit a picture: 1 where it was right. */
    readonly right: readonly string[];
  }[];
}

/** The answers of this run, to be kept. */
export function keptAnswers(lists: readonly JudgedList[], methods: readonly string[]): KeptAnswers {
  return {
    version: VERSION,
    lists: lists.map(({ domain, judged }) => ({
      domain,
      methods,
      classNames: judged.map(({ className }) => className),
      right: methods.map((_, m) => judged.map(({ verdicts }) => Number(verdicts[m]!.place === 0)).join('')),
    })),
  };
}

/**
 * Answers that another run kept.
 * @throws FernglassError `input-invalid` for a file that has none, or of another version
 */
export function readAnswers(file: string): KeptAnswers {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptAnswers;
    if (kept.version === VERSION && Array.isArray(kept.lists)) return kept;
  } catch {
    // Said below: that it cannot be read is what there is to know of it.
  }
  throw new FernglassError(
    'input-invalid',
    `${file} holds no answers of an evaluation (version ${VERSION}). Make it with --answers FILE.`,
  );
}

/**
 * What this run's model and index gain on those of another run, method by method, as lines to print. Both had the same pictures, so that
 * differences are paired; whole classes are resampled.
 * @throws FernglassError `input-invalid` where a list had other pictures
 */
export function againstLines(
  lists: readonly JudgedList[],
  methods: readonly string[],
  kept: KeptAnswers,
): string[] {
  const signed = (part: number) => `${part < 0 ? '−' : '+'}${Math.abs(100 * part).toFixed(1)}`;
  const lines = ['', 'Against the answers kept, points of Acc@1, with intervals over classes'];
  for (const list of lists) {
    const before = kept.lists.find(({ domain }) => domain === list.domain);
    if (before === undefined) continue;
    const { judged } = list;
    const same =
      before.classNames.length === judged.length &&
      judged.every(({ className }, i) => className === before.classNames[i]);
    if (!same)
      throw new FernglassError(
        'input-invalid',
        `The answers kept for ${list.domain} are of other pictures. Evaluate both on the same ones.`,
      );
    for (const [m, method] of methods.entries()) {
      const right = before.right[before.methods.indexOf(method)];
      if (right === undefined) continue;
      const both = judged.map((one, i) => ({
        ...one,
        verdicts: [one.verdicts[m]!, { place: right[i] === '1' ? 0 : 1, answer: -1, share: 0, margin: 0 }],
      }));
      const { gain, interval } = gainOf({ ...list, judged: both }, 0, 1);
      lines.push(
        `${list.domain.padEnd(20)}${method.padEnd(22)}${signed(gain).padStart(7)}  [${interval.map(signed).join(', ')}]`,
      );
    }
  }
  return lines;
}
