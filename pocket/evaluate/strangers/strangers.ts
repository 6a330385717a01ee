import {
  type Atoms,
  auroc,
  bootstrapInterval,
  type Embeddings,
  falseAlarmsAt,
  groupResamples,
  type Interval,
  type Vector,
} from '../../../core';
import { captionsAt } from '../../../workers/retrieval/methods/captions-at.ts';
import type { Knowledge } from '../../domain.ts';
import { seeded } from '../../random.ts';
import { domainList, everyClassList } from '../pictures/class-lists.ts';
import { type LabelledPicture, ofSomethingElse, thingsOf } from '../pictures/pictures.ts';
import { atomsOf } from '../ranking/classify.ts';
import { type Bench, depthOf, picturesOf, shareScale } from '../ranking/evaluate.ts';
import { classAtoms } from '../ranking/judge.ts';
import { CHOSEN, candidatesFor, farCaptions, type Scores, SUMS } from './candidates.ts';

/** One in so many captions of the index is looked at for those far from every class. */
const CAPTION_STEP = 4;
const RESAMPLES = 500;

/** Scores of photos of the classes and of strangers, for choosing and for reporting. */
interface Half {
  readonly inside: readonly Scores[];
  /** The class of each picture inside: its renderings are resampled together. */
  readonly things: readonly number[];
  readonly outside: readonly Scores[];
  /** What each stranger shows: strangers of a kind are told apart, or not, together. */
  readonly kinds: readonly number[];
}

/**
 * How well scores part pictures of the classes from strangers, pictures of something else: AUROC, and the part of the strangers that
 * passes where 95 % of the classes' pictures do. Every second kind of strangers, with every second picture, is for choosing a score; the
 * others, with the kinds that nobody chose by, report it.
 * @param strangers embeddings of the first pictures of something else, `[n, d]`
 * @returns lines to print
 */
export async function strangerLines(
  bench: Bench,
  domains: readonly Knowledge[],
  pictures: readonly LabelledPicture[],
  embeddings: Embeddings,
  strangers: Embeddings,
  retrievalPrompt: string,
): Promise<string[]> {
  const k = depthOf(bench.methods);
  const inside = await atomsOf(embeddings, embeddings, bench.index, k);
  const outside = await atomsOf(strangers, strangers, bench.index, k);
  const kindOf = ofSomethingElse(strangers.count).map(({ kind }) => kind);
  const kinds = [...new Set(kindOf)].sort();
  const thingOf = thingsOf(pictures);
  const captions = await someCaptions(bench);
  const core = bench.methods.find(({ name }) => name === 'core')!;
  const zeroShot = bench.methods.find(({ name }) => name === 'zero-shot')!;
  const { logits } = bench.encoder.settings;
  const lists = [
    ...domains.map((knowledge) => ({ list: domainList(knowledge, retrievalPrompt), slug: knowledge.slug })),
    { list: everyClassList(domains, retrievalPrompt), slug: null },
  ];
  const lines = [
    '',
    `Strangers: ${strangers.count} pictures of ${kinds.length} kinds of something else, of which training had others. AUROC, and false alarms in`,
    `percent where 95 % of the classes’ pictures pass; left on ${Math.ceil(kinds.length / 2)} kinds for choosing, right on the other kinds [95 % interval: classes and kinds resampled]`,
  ];
  for (const { list, slug } of lists) {
    const classes = await classAtoms(list, bench.encoder.embedTexts, bench.index, k);
    const scoresOf = candidatesFor({
      classes,
      settings: core.settings,
      scale: shareScale(bench, core),
      zeroShotScale: shareScale(bench, zeroShot),
      logitScale: bench.logitScale,
      logitBias: logits.bias ?? 0,
      far: farCaptions(captions, classes),
    });
    const ranked = picturesOf(list, slug, pictures);
    const own = ranked.map(({ at }) => scoresOf(inside[at]!));
    const others = outside.map((photo: Atoms) => scoresOf(photo));
    const half = (of: 0 | 1): Half => {
      const chosen = kindOf.flatMap((kind, i) => (kinds.indexOf(kind) % 2 === of ? [i] : []));
      return {
        inside: own.filter((_, i) => i % 2 === of),
        things: ranked.filter((_, i) => i % 2 === of).map(({ at }) => thingOf[at]!),
        outside: chosen.map((i) => others[i]!),
        kinds: chosen.map((i) => kinds.indexOf(kindOf[i]!)),
      };
    };
    lines.push(
      '',
      `${`${list.domain}, ${own.length} pictures`.padEnd(42)}${'AUROC'.padStart(7)}${'alarms'.padStart(8)}`,
      ...tableOf(half(0), half(1)),
    );
  }
  return lines;
}

function tableOf(choosing: Half, reporting: Half): string[] {
  const names = Object.keys(choosing.inside[0] ?? {});
  const single = names.map((name) => ({ name, of: (scores: Scores) => scores[name]! }));
  const sums = SUMS.map((pair) => {
    // Measured once, on the pictures for choosing.
    const parts = pair.map((name) => ({ name, ...spread(choosing.inside.map((scores) => scores[name]!)) }));
    return {
      name: pair.join(' + '),
      of: (scores: Scores) =>
        parts.reduce((sum, { name, mean, deviation }) => sum + (scores[name]! - mean) / deviation, 0),
    };
  });
  return [...single, ...sums]
    .map(({ name, of }) => {
      const [a, b] = [choosing, reporting].map(({ inside, outside }) => ({
        inside: inside.map(of),
        outside: outside.map(of),
      }));
      const chosen = auroc(a!.inside, a!.outside);
      const cells = [
        `${name === CHOSEN ? '→ ' : '  '}${name}`.padEnd(42),
        percent(chosen).padStart(7),
        percent(falseAlarmsAt(a!.inside, a!.outside).rate).padStart(8),
        '   ',
        ...reportCells(b!.inside, b!.outside, reporting),
      ];
      return { chosen, line: cells.join('') };
    })
    .sort((a, b) => b.chosen - a.chosen)
    .map(({ line }) => line);
}

/** Both figures with their intervals. */
function reportCells(
  inside: readonly number[],
  outside: readonly number[],
  { things, kinds }: Pick<Half, 'things' | 'kinds'>,
) {
  const random = seeded('strangers');
  const pictures = groupResamples(things, () => random.between(0, 1), RESAMPLES);
  const strangers = groupResamples(kinds, () => random.between(0, 1), RESAMPLES);
  const areas = new Float64Array(RESAMPLES);
  const alarms = new Float64Array(RESAMPLES);
  // In order from the start: each resample sorts them again.
  const ordered = (scores: readonly number[]) =>
    scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const [at, of] = [ordered(inside), ordered(outside)];
  const [high, low] = [at.map((i) => inside[i]!), of.map((i) => outside[i]!)];
  for (let r = 0; r < RESAMPLES; r++) {
    const [own, others] = [pictures.next().value!, strangers.next().value!];
    const [w, v] = [at.map((i) => own[i]!), of.map((i) => others[i]!)];
    areas[r] = auroc(high, low, w, v);
    alarms[r] = falseAlarmsAt(high, low, 0.95, w, v).rate;
  }
  const area = auroc(inside, outside);
  const { rate } = falseAlarmsAt(inside, outside);
  return [
    percent(area).padStart(7),
    words(bootstrapInterval(areas, area)).padStart(14),
    percent(rate).padStart(7),
    words(bootstrapInterval(alarms, rate)).padStart(14),
  ];
}

const percent = (part: number) => (100 * part).toFixed(1);
const words = ([low, high]: Interval) => `[${percent(low)}–${percent(high)}]`;

function spread(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** Vectors of captions from all over the index. */
async function someCaptions({ index }: Bench): Promise<Vector[]> {
  const rows = Array.from(
    { length: Math.floor(index.manifest.captions / CAPTION_STEP) },
    (_, i) => i * CAPTION_STEP,
  );
  // The index is in memory as a whole: nothing is read again.
  const source = { index, read: () => Promise.reject(new Error('A shard left memory.')) };
  const captions = await captionsAt(source, rows);
  return [...captions.values()].map(({ vector }) => vector);
}
