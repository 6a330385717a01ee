import type { FieldNeed, FieldPart, FieldProof, FurtherNeed, PreparedField } from '../../../engine';
import { bytes, count, counted, percent } from '../../common/text/formats';

/** What each part is called. */
const PARTS: Readonly<Record<FieldPart, string>> = {
  app: 'Fernglass itself, with the model and captions that come with it',
  decoders: 'Decoders of HEIC and TIFF photos',
  model: 'Model',
  'second encoder': 'Second text encoder',
  'second vectors': 'Captions’ vectors by the second text encoder',
  'picture vectors': 'Vectors of the captions’ pictures',
};

/** What the classes and photos need of the indexes, against the whole. */
export function needWords(need: FieldNeed, classes: number, photos: number): string {
  const { bytesNeeded, bytesTotal, captions, captionsTotal, mayGrow, recall } = need;
  const asked = [
    classes > 0 && counted(classes, 'class', 'classes'),
    photos > 0 && counted(photos, 'photo'),
  ].filter(Boolean);
  const about = mayGrow ? 'about ' : '';
  return `For ${asked.join(' and ')}: ${about}${bytes(bytesNeeded)} of ${bytes(bytesTotal)} (${percent(
    bytesNeeded / bytesTotal,
  )}) are needed, ${count(captions)} of ${counted(captionsTotal, 'caption')}, in which ${percent(
    recall,
  )} of the nearest are expected.`;
}

/** What works without a network, for which classes. */
export function preparedWords({ classes, indexes, recall }: PreparedField): string {
  const of = counted(classes, 'class', 'classes');
  if (indexes.length === 0) return `Prepared for ${of}: all captions are here.`;
  const here = indexes.reduce((sum, { captions }) => sum + captions, 0);
  const total = indexes.reduce((sum, { captionsTotal }) => sum + captionsTotal, 0);
  return `Prepared for ${of}: ${count(here)} of ${counted(total, 'caption')} are here, in which ${percent(
    recall,
  )} of the nearest are expected.`;
}

/** What a fresh engine without a network showed. */
export function proofWords({ photos, problem, same }: FieldProof): string {
  const of = `${count(same)} of ${counted(photos, 'sample photo')}`;
  if (problem !== null) return `Without a network it did not work: ${problem}`;
  const got = same === photos ? 'got the same answer' : 'got the same answer, the others another one';
  return `Tried without a network, in fresh workers: ${of} ${got}.`;
}

/** What is needed beside captions: how large it is, and how much of it is here. */
export function furtherWords({ bytesMissing, bytesNeeded, canCome, part }: FurtherNeed): string {
  const size = bytesNeeded === null ? '' : `, ${bytes(bytesNeeded)}`;
  return `${PARTS[part]}${size}: ${stateWords(bytesMissing, bytesNeeded, canCome)}`;
}

function stateWords(missing: number | null, needed: number | null, canCome: boolean): string {
  if (missing === 0) return 'here.';
  if (!canCome) return 'not kept in this browser; load it again with room to keep it.';
  if (missing === null) return 'to be fetched.';
  return missing === needed ? 'to be fetched.' : `${bytes(missing)} to be fetched.`;
}

/** What the button that fetches says; of some parts nobody says how large they are. */
export function fetchWords({ bytesMissing, further }: FieldNeed): string {
  const isUnknown = further.some((need) => need.canCome && need.bytesMissing === null);
  if (bytesMissing === 0) return 'Fetch the rest for the field';
  return `Fetch ${isUnknown ? 'more than ' : ''}${bytes(bytesMissing)} for the field`;
}
