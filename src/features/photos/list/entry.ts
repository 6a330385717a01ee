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
const conditionOf = ({
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

/** What a photo is ordered and found by that is not its own. */
type Beside = Pick<Entry, 'summary' | 'near' | 'group'>;

/** The photo as it is now; `known` itself where nothing of that changed. */
export function entryOf(photo: Photo, beside: Beside, known?: Entry): Entry {
  const now = { ...conditionOf(photo), ...beside };
  if (
    known !== undefined &&
    (Object.keys(now) as (keyof typeof now)[]).every((key) => known[key] === now[key])
  )
    return known;
  const { id, added, file } = photo;
  return { id, added, file, ...now };
}
