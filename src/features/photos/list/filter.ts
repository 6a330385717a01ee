import { ANSWER_STATES, type AnswerState } from '../../../../core';
import { wordsOf } from '../filter/label-words';
import type { Entry } from './entry';

/** What people said of photos, as photos are chosen by it. */
export type Said =
  /** Nobody said anything. */
  | 'nothing'
  | 'something'
  | 'none'
  | 'unsure'
  /** A person named a class, and another than the answer's. */
  | 'changed';

/** Photos that another part of the page picked out. */
export interface Picked {
  /** Which ones, in words: “3 photos of fern, answered moss”. */
  readonly words: string;
  readonly ids: ReadonlySet<string>;
}

/** Which photos are shown; those that everything of it holds for. */
export interface Filter {
  readonly said: Said | null;
  /** How far the answer may be built on, by the thresholds in force; whatever a person says. */
  readonly state: AnswerState | null;
  /** Whether only photos are shown that the method answers otherwise than looks alone. */
  readonly isMoved: boolean;
  /** A class: the person's where they said something, else the answer's. */
  readonly className: string | null;
  /** As in a photo's path, with the last slash; empty for photos without. */
  readonly folder: string | null;
  /** When photos were taken, by the camera's clock: `2026-05-01`; empty for photos whose file does not say. */
  readonly day: string | null;
  /** Only these. */
  readonly picked: Picked | null;
}

/** All photos. */
export const NO_FILTER: Filter = {
  said: null,
  state: null,
  isMoved: false,
  className: null,
  folder: null,
  day: null,
  picked: null,
};

/** Whether a filter lets every photo through. */
export const isOpen = (filter: Filter): boolean =>
  (Object.keys(NO_FILTER) as (keyof Filter)[]).every((key) => filter[key] === NO_FILTER[key]);

/** The folder of a path with its last slash; empty where there is none. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The day on which a photo was taken, by the camera's clock; empty where its file does not say, or was not read yet. */
export const dayOf = ({ time }: Pick<Entry, 'time'>): string => time?.slice(0, 10) ?? '';

/** What counts as a photo's class: a person's word wins; null where they named none, or there is no answer yet. */
export const classOf = ({ label, summary }: Pick<Entry, 'label' | 'summary'>): string | null =>
  label === null ? (summary?.answer ?? null) : label.className;

/** What a photo is listed under by class: also that a person found none, or could not tell. Null without an answer. */
export const classWords = ({ label, summary }: Pick<Entry, 'label' | 'summary'>): string | null =>
  label === null ? (summary?.answer ?? null) : wordsOf(label);

const SAYS: Readonly<Record<Said, (entry: Entry) => boolean>> = {
  nothing: ({ label }) => label === null,
  something: ({ label }) => label !== null,
  none: ({ label }) => label?.state === 'none',
  unsure: ({ label }) => label?.state === 'unsure',
  changed: ({ label, summary }) =>
    label?.state === 'class' && summary !== null && !summary.names.includes(label.className),
};

/** Whether a photo is let through. */
export const passes = (entry: Entry, filter: Filter): boolean =>
  (filter.picked === null || filter.picked.ids.has(entry.id)) &&
  (filter.said === null || SAYS[filter.said](entry)) &&
  (filter.state === null || entry.summary?.state === filter.state) &&
  (!filter.isMoved || hasMoved(entry)) &&
  (filter.className === null || classOf(entry) === filter.className) &&
  (filter.folder === null || folderOf(entry.file) === filter.folder) &&
  (filter.day === null || dayOf(entry) === filter.day);

const hasMoved = ({ summary }: Pick<Entry, 'summary'>): boolean => summary?.was != null;

/** What is counted of photos; of classes, folders and days by their name. */
export type Facet =
  | Said
  | `answer ${AnswerState}`
  | 'answer moved'
  | `class ${string}`
  | `folder ${string}`
  | `day ${string}`;

/** Everything that a photo counts for. */
export function facetsOf(entry: Entry): Facet[] {
  const name = classOf(entry);
  return [
    ...(Object.keys(SAYS) as Said[]).filter((said) => SAYS[said](entry)),
    ...ANSWER_STATES.filter((state) => entry.summary?.state === state).map(
      (state) => `answer ${state}` as const,
    ),
    ...(hasMoved(entry) ? (['answer moved'] as const) : []),
    ...(name === null ? [] : ([`class ${name}`] as const)),
    `folder ${folderOf(entry.file)}`,
    `day ${dayOf(entry)}`,
  ];
}
