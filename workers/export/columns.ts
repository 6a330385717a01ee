import type {
  ColumnGroup,
  ExportedConfidence,
  ExportOptions,
  ExportRequest,
  PhotoResult,
  ResultHead,
  ScoredClass,
} from '../protocol';
import { exactly, withoutFormulas } from './formulas';
import { shortened } from './numbers';
import { placeOf, takenAt } from './photo/place-and-time';

/** What a field of a table holds; nothing for null and undefined. */
export type Cell = string | number | null | undefined;

/** Digits behind the point of shares in running text. */
export const DECIMAL = 3;

/** One column of the tables with a line for each photo; `docs/exports.md` says what each means. */
export interface Column {
  readonly name: string;
  readonly group: ColumnGroup;
  /** Whether it never holds text. */
  readonly isNumber: boolean;
  of(photo: PhotoResult, head: ResultHead, options: ExportOptions): Cell;
}

/** A column that every table has, whatever the settings. */
const column = (name: string, group: ColumnGroup, of: Column['of']): Column => ({
  name,
  group,
  isNumber: false,
  of,
});

/** A column of numbers as they are. */
const numbers = (...its: Parameters<typeof column>): Column => ({ ...column(...its), isNumber: true });

/** A column of figures, with the digits that they were computed in. */
const figures = (
  name: string,
  group: ColumnGroup,
  of: (...of: Parameters<Column['of']>) => number | null | undefined,
): Column => ({
  name,
  group,
  isNumber: true,
  of(...its) {
    const figure = of(...its);
    return figure == null ? undefined : shortened(figure);
  },
});

const BEST: readonly Column[] = [
  column('file', 'photo', (photo) => photo.file),
  column('zero-shot class', 'answer', (photo) => photo.zeroShot[0]?.class),
  figures('zero-shot score', 'answer', (photo) => photo.zeroShot[0]?.score),
  column('enriched class', 'answer', (photo) => photo.enriched[0]?.class),
  figures('enriched score', 'answer', (photo) => photo.enriched[0]?.score),
];

const LABEL_WORDS = { class: 'class', none: 'none of these', unsure: 'unsure' } as const;

/** What follows the scores: a further field of photos, labels or answers gets its line here. */
const FURTHER: readonly Column[] = [
  column('captions', 'answer', ({ captions }) =>
    captions
      .map(({ text, similarity, weight, index, file }) => {
        const figures = [similarity.toFixed(4), weight.toFixed(4)];
        const places = [
          ...(index === undefined ? [] : [index]),
          ...(file === undefined ? [] : [`file ${file}`]),
        ];
        return `${text} [${[...figures, ...places].join(', ')}]`;
      })
      .join('\n'),
  ),
  column('caption files', 'answer', ({ captions }, { settings }) =>
    (settings.captionFiles ?? [])
      .filter((of) =>
        captions.some(({ file, index }) => file === of.file && (index ?? of.index) === of.index),
      )
      .map(({ file, licence, source }) => `${file}: ${source}, licence ${licence}`)
      .join('\n'),
  ),
  column('classified part', 'answer', ({ classified }) => placeInPhoto(classified)),
  column('further boxes', 'answer', ({ further = [] }) =>
    further
      .map(({ classified, enriched, shares, state }) => {
        const share = shares?.[0]?.toFixed(DECIMAL);
        const answer = enriched[0] && `${enriched[0].class} [${[share, state].filter(Boolean).join(', ')}]`;
        return `${placeInPhoto(classified)}: ${answer ?? 'no answer'}`;
      })
      .join('\n'),
  ),
  figures('share', 'answer', (photo) => photo.shares?.[0]),
  ...confidenceColumns('', 'enriched'),
  ...confidenceColumns('zero-shot ', 'zeroShot'),
  column('accepted class', 'label', (photo) => photo.accepted),
  column('label', 'label', ({ label }) => (label === undefined ? '' : LABEL_WORDS[label.state])),
  column('label by', 'label', ({ label }) => label?.by),
  column('label at', 'label', ({ label }) => label?.at),
  column('further labels', 'label', ({ further = [] }) =>
    further
      .flatMap(({ classified, label }) =>
        label === undefined
          ? []
          : [`${placeInPhoto(classified)}: ${label.className ?? LABEL_WORDS[label.state]}`],
      )
      .join('\n'),
  ),
  column('note', 'label', ({ note }) => note),
  column('time', 'photo', (photo, _, options) => takenAt(photo, options)?.local),
  column('time zone', 'photo', (photo, _, options) => takenAt(photo, options)?.zone),
  numbers('latitude', 'photo', (photo, _, options) => placeOf(photo, options)?.latitude),
  numbers('longitude', 'photo', (photo, _, options) => placeOf(photo, options)?.longitude),
  numbers('place within metres', 'photo', (photo, _, options) => placeOf(photo, options)?.uncertainty),
  column('camera', 'photo', ({ facts }) => facts?.camera),
  column('creator', 'photo', ({ facts }) => facts?.creator),
  column('rights', 'photo', ({ facts }) => facts?.rights),
  column('keywords', 'photo', ({ facts }) => facts?.keywords.join(' | ')),
  numbers('rating', 'photo', ({ facts }) => facts?.rating),
  column('warning', 'photo', (photo) => photo.warning),
  column('error', 'photo', (photo) => photo.error?.message),
];

/** A box as `animal LEFT TOP WIDTH HEIGHT`; empty for the whole photo. */
function placeInPhoto(box: PhotoResult['classified']): string {
  return box === undefined ? '' : `${box.category} ${box.bbox.map(shortened).join(' ')}`;
}

/** How sure one side's answer is; captions are the same on both sides. */
function confidenceColumns(before: string, side: 'zeroShot' | 'enriched'): Column[] {
  const of = (name: Exclude<keyof ExportedConfidence, 'state'>) => (photo: PhotoResult) =>
    photo.confidence?.[side][name];
  return [
    column(`${before}state`, 'answer', (photo) => photo.confidence?.[side].state),
    figures(`${before}margin`, 'answer', of('margin')),
    figures(`${before}scale`, 'answer', of('scale')),
    figures(`${before}best cosine`, 'answer', of('bestCosine')),
    ...(side === 'enriched'
      ? [
          figures('caption cosine', 'answer', of('captionCosine')),
          figures('likeness', 'answer', of('likeness')),
        ]
      : []),
  ];
}

/** What is the same for all photos, so that each line says how its answer came about. */
const SETTINGS: readonly Column[] = [
  column('class captions', 'settings', (_, { settings }) => settings.classCaptions),
  figures('margin threshold', 'settings', (_, { settings }) => settings.thresholds.enriched.margin),
  figures('likeness threshold', 'settings', (_, { settings }) => settings.thresholds.enriched.likeness),
  column('zero-shot prompt', 'settings', (_, { settings }) => settings.prompts.zeroShot),
  column('retrieval prompt', 'settings', (_, { settings }) => settings.prompts.retrieval),
  column('model', 'settings', (_, { model }) => model?.id),
  column('model revision', 'settings', (_, { settings }) => settings.modelRevision),
  column('model licence', 'settings', (_, { model }) => model?.licence),
  column('index', 'settings', (_, head) => head.index),
  column('index licence', 'settings', (_, { settings }) => settings.indexLicence),
  column('index host', 'settings', (_, { settings }) => settings.indexHost),
  column('backend', 'settings', (_, head) => head.backend),
];

const FILE_EXACT = column('file_exact', 'photo', ({ file }) =>
  withoutFormulas(file) === file ? '' : exactly(file),
);

/** Columns that no choice leaves out: without them a line says of nothing. */
const ALWAYS: ReadonlySet<string> = new Set(['file', 'accepted class', 'label', 'error', 'file_exact']);

/** The table's columns in their order; those of scores and parameters depend on the head, which there are on the options. */
export function columnsOf({ head, options }: ExportRequest): readonly Column[] {
  const { parameters } = head.settings;
  const all = [
    ...BEST,
    ...scoreColumns('zero-shot', (photo) => photo.zeroShot, head),
    ...scoreColumns('enriched', (photo) => photo.enriched, head),
    ...FURTHER,
    column('method', 'settings', (_, { settings }) => settings.method),
    ...parameters.map((name) => column(name, 'settings', (_, { settings }) => settings[name] as Cell)),
    ...SETTINGS,
    FILE_EXACT,
  ];
  const without = new Set<ColumnGroup>([...options.without, ...(options.answers ? [] : ['answer' as const])]);
  return all.filter(({ name, group }) => ALWAYS.has(name) || !without.has(group));
}

/** The columns of one ranking beside those of its best class: of every class, or of the ranks behind the best. */
function scoreColumns(
  side: string,
  ranking: (photo: PhotoResult) => readonly ScoredClass[],
  { classes, scores }: ResultHead,
): Column[] {
  if (scores === 'all') {
    const known = new WeakMap<PhotoResult, ReadonlyMap<string, number>>();
    const scoresOf = (photo: PhotoResult) => {
      const scores = known.get(photo) ?? new Map(ranking(photo).map((its) => [its.class, its.score]));
      known.set(photo, scores);
      return scores;
    };
    return classes.map((name) => figures(`${side}: ${name}`, 'answer', (photo) => scoresOf(photo).get(name)));
  }
  const ranks = Array.from({ length: Math.max(0, Math.min(scores, classes.length) - 1) }, (_, i) => i + 2);
  return ranks.flatMap((rank) => [
    column(`${side} class ${rank}`, 'answer', (photo) => ranking(photo)[rank - 1]?.class),
    figures(`${side} score ${rank}`, 'answer', (photo) => ranking(photo)[rank - 1]?.score),
  ]);
}
