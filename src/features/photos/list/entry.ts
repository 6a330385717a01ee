import { isIncomplete, type Label } from '../../../../workers/protocol';
import type { Photo } from '../../../engine';
import type { GroupKey } from '../groups/keys';
import type { Summary } from './summary/summary';

/** A photo as it is ordered and found; another object when something of it changed. */
export interface Entry {
  readonly id: string;
  /** Rises with every photo added. */
  readonly added: number;
  readonly file: string;
  readonly summary: Summary | null;
  readonly status: Photo['status'];
  /** Whether its picture was read only in part. */
  readonly incomplete: boolean;
  /** What a person says of it. */
  readonly label: Label | null;
  /** What they wrote down about it. */
  readonly note: string;
  /** When it was taken, by the camera's clock; null where its file does not say, or was not read yet. */
  readonly time: string | null;
  /** How near it is to what is sought by what photos show; null while nothing is, or it cannot be said. */
  readonly near: number | null;
  /** What it has in common with its group; null where photos are not grouped. */
  readonly group: GroupKey;
}

/** What a photo is shown, or ordered, by apart from its answer. */
export const conditionOf = ({
  status,
  warnings,
  label,
  note,
  facts,
}: Photo): Pick<Entry, 'status' | 'incomplete' | 'label' | 'note' | 'time'> => ({
  status,
  incomplete: isIncomplete(warnings),
  label,
  note,
  time: facts?.time ?? null,
});
