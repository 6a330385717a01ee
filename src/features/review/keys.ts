import type { LabelWord } from '../../../workers/protocol';
import type { Engine } from '../../engine';
import { closeLarge, usePage } from '../page-state';
import { chooseNextBox, chosenPartId } from '../photos/boxes/chosen-box';
import { togglePicked } from '../photos/picking/picking';
import { seekLike } from '../photos/search/seek';
import { goBeside, goOn, goToSameClass, goToUnreviewed, goToUnsure, reviewed } from './go';
import { DIGITS } from './LabelBox';
import { toggleBeside } from './large/beside';
import { acceptAnswers, answeredNames, say } from './say';
import { pickGroup, targets } from './selection/targets';

/** A key of the review, and what it does with the photo that is selected. */
export interface ReviewKey {
  readonly key: string;
  /** For the help; null where another key's words tell of this one too. */
  readonly words: string | null;
  /** As the help names it, where that is not the key. */
  readonly shown?: string;
  act(engine: Engine): void;
}

/** Keys that need nobody's mouse to look, correct and go on. */
export const REVIEW_KEYS: readonly ReviewKey[] = [
  { key: 'Enter', words: 'accept the photo’s answer', act: (engine) => accept(engine) },
  ...Array.from(
    { length: DIGITS },
    (_, at): ReviewKey => ({
      key: String(at + 1),
      shown: `1 … ${DIGITS}`,
      words: at === 0 ? 'it is the answer’s first to fifth class' : null,
      act: (engine) => chooseNth(engine, at),
    }),
  ),
  { key: 't', words: 'type which class it is', act: () => focusLabel() },
  { key: 'w', words: 'write a note', act: () => focusNote() },
  { key: 'n', words: 'it is none of these classes', act: (engine) => put(engine, NONE) },
  { key: 'u', words: 'unsure: you cannot tell', act: (engine) => put(engine, UNSURE) },
  {
    key: 'y',
    words: 'accept the answer, or take back what you said',
    act: (engine) => acceptOrTakeBack(engine),
  },
  { key: 'x', words: 'select the photo with others, or no longer', act: (engine) => toggle(engine) },
  { key: 'g', words: 'select its group, or its burst where photos are not grouped', act: pickGroup },
  { key: 'j', words: 'next photo without a label', act: goToUnreviewed },
  { key: 'q', words: 'next photo that is not confident, and without a label', act: goToUnsure },
  { key: 'm', words: 'next photo of the same class', act: goToSameClass },
  { key: 'v', words: 'view the photo large, or go back', act: () => toggleLarge() },
  {
    key: 'o',
    words: 'the next box of the photo, where several are classified',
    act: (engine) => nextBox(engine),
  },
  { key: 'p', words: 'a pair: keep the photo beside those that follow, or no longer', act: toggleBeside },
  { key: 'f', words: 'find photos like this one', act: (engine) => findLike(engine) },
  { key: 's', words: 'skip: next photo', act: (engine) => goBeside(engine, 1) },
  { key: 'b', words: 'back: photo before', act: (engine) => goBeside(engine, -1) },
];

const NONE: LabelWord = { state: 'none', className: null };
const UNSURE: LabelWord = { state: 'unsure', className: null };

function put(engine: Engine, word: LabelWord | null): void {
  const ids = targets(engine);
  if (say(engine, ids, word) && word !== null) goOn(engine, ids[0]);
}

function accept(engine: Engine): void {
  const ids = targets(engine);
  if (acceptAnswers(engine, ids)) goOn(engine, ids[0]);
}

function acceptOrTakeBack(engine: Engine): void {
  const ids = targets(engine);
  const areLabelled = ids.length > 0 && ids.every((id) => engine.photo(id)?.label != null);
  if (areLabelled) put(engine, null);
  else accept(engine);
}

function chooseNth(engine: Engine, at: number): void {
  const photo = reviewed(engine);
  const id = photo === null ? null : chosenPartId(engine, photo);
  const className = id === null ? undefined : answeredNames(engine, id, DIGITS)[at];
  if (className !== undefined) put(engine, { state: 'class', className });
}

function toggle(engine: Engine): void {
  const id = reviewed(engine);
  if (id !== null) togglePicked(null, id);
}

function nextBox(engine: Engine): void {
  const id = reviewed(engine);
  if (id !== null) chooseNextBox(engine, id);
}

function findLike(engine: Engine): void {
  const id = reviewed(engine);
  if (id === null) return;
  closeLarge();
  seekLike(engine, id);
}

/** A large photo has a field of its own. */
const focusLabel = () => [...document.querySelectorAll<HTMLElement>('.label-field input')].at(-1)?.focus();

const focusNote = () => [...document.querySelectorAll<HTMLElement>('[data-note]')].at(-1)?.focus();

const toggleLarge = () =>
  usePage.getState().largeOpen ? closeLarge() : usePage.setState({ largeOpen: true });
