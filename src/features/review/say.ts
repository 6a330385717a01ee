import { type Label, type LabelWord, saysSame } from '../../../workers/protocol';
import type { Engine, Photo } from '../../engine';
import { counted } from '../common/text/formats';
import { usePage } from '../page-state';
import { wordsOf } from '../photos/filter/label-words';
import { remember } from '../undo/undo';

/** About what a label takes in memory, before and after. */
const LABEL_BYTES = 500;

/** What is to be said of one photo; null takes back what was. */
type Saying = readonly [id: string, word: LabelWord | null];

/**
 * Has the person's word on photos be `word`, or none (null), with who said it and when: one step, which can be undone.
 * Photos of which that is said already, by whomever, keep what they have.
 * @returns whether anything changed
 */
export const say = (engine: Engine, ids: readonly string[], word: LabelWord | null): boolean =>
  sayEach(
    engine,
    ids.map((id) => [id, word]),
  );

/** Takes photos' own answers for what the person says, as one step; those without an answer are passed over. */
export const acceptAnswers = (engine: Engine, ids: readonly string[]): boolean =>
  sayEach(
    engine,
    ids.flatMap((id): Saying[] => {
      const [best] = answeredNames(engine, id, 1);
      return best === undefined ? [] : [[id, { state: 'class', className: best }]];
    }),
  );

/** The names that the method answers for a photo, best first; empty while there is no answer. */
export function answeredNames(engine: Engine, id: string, most: number): readonly string[] {
  const answer = engine.answer(id);
  if (answer === null) return [];
  const { shownClasses } = engine.getState();
  return answer.enriched
    .slice(0, most)
    .flatMap(({ index }) => (answer.names === null ? shownClasses[index]?.name : answer.names[index]) ?? []);
}

function sayEach(engine: Engine, sayings: readonly Saying[]): boolean {
  const at = new Date().toISOString();
  const by = usePage.getState().reviewer.trim();
  const changes = sayings.flatMap(([id, word]) => {
    const photo = engine.photo(id);
    if (photo === undefined || saysSame(photo.label, word)) return [];
    return [{ photo, label: word === null ? null : ({ ...word, by, at } as Label) }];
  });
  const [first] = changes;
  if (first === undefined) return false;
  const before = changes.map(({ photo }) => [photo.id, photo.label] as const);
  const after = changes.map(({ photo, label }) => [photo.id, label] as const);
  engine.setLabels(after);
  remember({
    words:
      changes.length === 1
        ? wordsOfOne(nameOf(first.photo), first.photo.label, first.label)
        : wordsOfMany(changes.map(({ label }) => label)),
    bytes: LABEL_BYTES * changes.length,
    undo: () => engine.setLabels(before),
    redo: () => engine.setLabels(after),
  });
  return true;
}

/** A photo by its file; a further box of one as such. */
const nameOf = ({ file, classified, boxes }: Photo): string =>
  classified !== null && boxes === null ? `A box of ${file}` : file;

function wordsOfOne(file: string, before: Label | null, label: Label | null): string {
  const was = before === null ? '' : wordsOf(before);
  return label === null
    ? `${file}: “${was}” taken back`
    : `${file}: you say “${wordsOf(label)}”${before === null ? '' : `, no longer “${was}”`}`;
}

function wordsOfMany(labels: readonly (Label | null)[]): string {
  const photos = counted(labels.length, 'photo');
  const [first = null] = labels;
  if (first === null) return `What you said of ${photos} taken back`;
  return labels.every((label) => saysSame(label, first))
    ? `${photos}: you say “${wordsOf(first)}”`
    : `${photos}: answers accepted`;
}
