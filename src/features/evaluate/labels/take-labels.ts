import { writeLines } from '../../../../core';
import { BY_FILE, type FoundLabels, type Label } from '../../../../workers/protocol';
import type { Engine, TrainingCounts } from '../../../engine';
import { changeList } from '../../classes/change-list';
import { counted } from '../../common/text/formats';
import { remember } from '../../undo/undo';

/** How many training photos classes have, as it is kept; null where nothing said so. */
const countsOf = ({ training }: FoundLabels): TrainingCounts | null =>
  training && { of: training.of, classes: training.classes.map(({ name, count }) => ({ name, count })) };

/** What becomes of the class list where labels name classes that are not in it. */
export type ListChange = 'keep' | 'add' | 'replace';

/** About what a label takes in memory. */
const LABEL_BYTES = 200;

/** Photos of which a person said something else than a label does. */
export const contradicted = (engine: Engine, ids: readonly string[], { matched }: FoundLabels): number =>
  matched.filter(({ photo, className }) => isOther(engine.photo(ids[photo]!)?.label, className)).length;

const isOther = (label: Label | null | undefined, className: string): boolean =>
  label !== null && label !== undefined && label.by !== BY_FILE && label.className !== className;

/**
 * Has photos say what labels say of them, and keeps how many training photos classes have; that can be undone.
 * @param ids of the photos, by the places in `found`
 * @param overPeople whether what a person said gives way; without it, it stays
 */
export function takeLabels(
  engine: Engine,
  ids: readonly string[],
  found: FoundLabels,
  { overPeople = false, list = 'keep' as ListChange } = {},
): void {
  changeClasses(engine, found, list);
  const at = new Date().toISOString();
  const before = new Map<string, Label | null>();
  const after = new Map<string, Label | null>();
  const groupsBefore = new Map<string, string | null>();
  const groups = new Map<string, string | null>();
  for (const { photo, className, label } of found.matched) {
    const id = ids[photo]!;
    const now = engine.photo(id);
    if (now === undefined) continue;
    if (label.group !== null && label.group !== now.group) {
      groupsBefore.set(id, now.group);
      groups.set(id, label.group);
    }
    if (!overPeople && now.label !== null && now.label.by !== BY_FILE) continue;
    if (now.label?.className === className) continue;
    before.set(id, now.label);
    after.set(id, { state: 'class', className, by: BY_FILE, at });
  }
  const changed = new Set([...after.keys(), ...groups.keys()]).size;
  const countsBefore = engine.getState().request.trainingCounts;
  const counts = countsOf(found) ?? countsBefore;
  const isCounted = JSON.stringify(counts) !== JSON.stringify(countsBefore);
  if (changed === 0 && !isCounted) return;
  const say = (
    labels: ReadonlyMap<string, Label | null>,
    its: ReadonlyMap<string, string | null>,
    training: TrainingCounts | null,
  ) => {
    engine.setLabels(labels);
    engine.setGroups(its);
    engine.setTrainingCounts(training);
  };
  say(after, groups, counts);
  remember({
    words:
      after.size > 0
        ? `${counted(after.size, 'photo')} labelled`
        : changed > 0
          ? `${counted(changed, 'photo')} grouped`
          : `Training photos of ${counted(counts?.classes.length ?? 0, 'class', 'classes')} counted`,
    bytes: changed * LABEL_BYTES,
    undo: () => say(before, groupsBefore, countsBefore),
    redo: () => say(after, groups, counts),
  });
}

function changeClasses(engine: Engine, found: FoundLabels, list: ListChange): void {
  const { unlisted } = found;
  if (list === 'keep' || (list === 'add' && unlisted.length === 0)) return;
  const lines = unlisted.flatMap(({ names }) => writeLines(names, []));
  if (list === 'add') {
    changeList(engine, `${counted(lines.length, 'class', 'classes')} of the labels added`, () => {
      const text = engine.getState().request.classesText.trimEnd();
      engine.setClassesText(text === '' ? lines.join('\n') : `${text}\n${lines.join('\n')}`);
    });
    return;
  }
  const kept = new Set(found.matched.map(({ className }) => className));
  const { classes } = engine.getState();
  const own = classes.filter(({ name }) => kept.has(name));
  const all = [...own.flatMap(({ names, descriptions }) => writeLines(names, descriptions)), ...lines];
  changeList(engine, 'The labels’ classes are the list', () => engine.setClassesText(all.join('\n')));
}
