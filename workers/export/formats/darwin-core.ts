import type { ExportOptions, PhotoResult, ResultHead } from '../../protocol';
import { type Cell, DECIMAL } from '../columns';
import { plainLine } from '../csv';
import { type Decided, decided, machineName } from '../photo/decided';
import { digestOf } from '../photo/digest';
import { folderFacts, isInFuture, placeOf, ROUNDED_TO, takenAt } from '../photo/place-and-time';
import type { MakeFormat } from './format';
import { LeftOut } from './left-out';

/** What a line is made of. */
interface Occurrence {
  readonly photo: PhotoResult;
  readonly head: ResultHead;
  readonly options: ExportOptions;
  readonly digest: string;
  readonly taken: NonNullable<ReturnType<typeof takenAt>>;
  readonly decided: Extract<Decided, { name: string }>;
}

/** What parts the values of a term that is a list. */
const BETWEEN = ' | ';

const place = ({ photo, options }: Occurrence) => placeOf(photo, options);

/** Terms of Darwin Core (and `license` of Dublin Core) in their order; GBIF asks for the first four. */
const OCCURRENCE_TERMS: readonly (readonly [term: string, of: (its: Occurrence) => Cell])[] = [
  ['occurrenceID', ({ digest }) => `sha256:${digest}`],
  [
    'basisOfRecord',
    ({ photo, options }) =>
      folderFacts(photo.file, options).taken === 'by trap' ? 'MachineObservation' : 'HumanObservation',
  ],
  ['scientificName', ({ decided }) => decided.name],
  ['eventDate', ({ taken }) => taken.local + (taken.zone ?? '')],
  ['occurrenceStatus', () => 'present'],
  ['decimalLatitude', (its) => place(its)?.latitude],
  ['decimalLongitude', (its) => place(its)?.longitude],
  ['geodeticDatum', (its) => place(its)?.datum],
  ['coordinateUncertaintyInMeters', (its) => place(its)?.uncertainty],
  ['coordinatePrecision', (its) => (place(its)?.isRounded ? ROUNDED_TO : null)],
  [
    'dataGeneralizations',
    (its) => (place(its)?.isRounded ? `Coordinates are rounded to ${ROUNDED_TO} degree.` : null),
  ],
  ['informationWithheld', (its) => (isPlaceWithheld(its) ? 'Coordinates are not given.' : null)],
  [
    'recordedBy',
    ({ photo }) =>
      photo.facts?.creator
        ?.split(/\s*;\s*/)
        .filter(Boolean)
        .join(BETWEEN),
  ],
  ['identifiedBy', ({ decided, head }) => (decided.by === 'human' ? decided.who : machineName(head))],
  ['dateIdentified', ({ decided }) => (decided.by === 'human' ? decided.when : null)],
  [
    'identificationVerificationStatus',
    ({ decided }) =>
      decided.by === 'human' ? 'verified' : decided.sure ? 'unverified' : 'requires verification',
  ],
  ['identificationQualifier', ({ decided }) => (decided.by === 'machine' && !decided.sure ? 'cf.' : null)],
  ['identificationRemarks', remarks],
  ['verbatimIdentification', ({ head, decided }) => namesOf(head, decided.name).join(BETWEEN)],
  ['associatedMedia', ({ photo }) => addressOf(photo.file)],
  ['license', ({ options }) => options.licence],
];

/** Darwin Core occurrences, one a photo; photos without a date or a name stand in a second file with the reason. */
export const darwinCore: MakeFormat = ({ head, options }) => {
  const leftOut = new LeftOut();
  const written = new Map<string, string>();
  const path = 'occurrence.csv';
  return {
    archive: false,
    begin: () => [{ path, text: plainLine(OCCURRENCE_TERMS.map(([term]) => term)) }],
    async photo(photo) {
      const its = decided(photo, options);
      if (its.name === null) return leftOut.note(photo, its.why);
      const taken = takenAt(photo, options);
      if (taken === null) return leftOut.note(photo, 'Its file does not say when it was taken.');
      if (isInFuture(taken, options.now))
        return leftOut.note(photo, `Its file says ${taken.local}, which is not past yet.`);
      if (photo.content === undefined)
        return leftOut.note(photo, 'The file is not at hand, and the occurrenceID comes from its content.');
      const digest = await digestOf(photo.content);
      if (digest === null)
        return leftOut.note(
          photo,
          'No occurrenceID: the file could not be read, or the page is not served by https.',
        );
      const same = written.get(digest);
      if (same !== undefined) return leftOut.note(photo, `It is the same picture as ${same}.`);
      written.set(digest, photo.file);
      const occurrence: Occurrence = { photo, head, options, digest, taken, decided: its };
      return [{ path, text: plainLine(OCCURRENCE_TERMS.map(([, of]) => of(occurrence))) }];
    },
    end: () => leftOut.pieces(),
    get leftOut() {
      return leftOut.count;
    },
  };
};

/** Whether the file says a place that the export must not. */
const isPlaceWithheld = (its: Occurrence) => its.photo.facts?.place != null && place(its) === null;

/**
 * A path as a relative address, which is an identifier and may stand in a list: no sign is left in it that would part one.
 * Behind the address of the folder that the photos are put on, it is the photo's own.
 */
const addressOf = (file: string) =>
  file
    .split('/')
    .map((name) => encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');

/** All names of a class, as it was typed. */
export function namesOf({ settings }: ResultHead, name: string): readonly string[] {
  const synonyms = settings.synonyms as Readonly<Record<string, readonly string[]>> | undefined;
  return (synonyms && Object.hasOwn(synonyms, name) ? synonyms[name] : undefined) ?? [name];
}

function remarks({ photo, decided, head }: Occurrence): string {
  const best = photo.enriched[0] ?? photo.zeroShot[0];
  const first = photo.shares?.[0];
  const share = first === undefined ? '' : ` with a share of ${first.toFixed(DECIMAL)}`;
  const machine =
    best === undefined
      ? ''
      : `${machineName(head)} answered ${best.class}${share} among ${head.classes.length} classes; a share is no probability.`;
  return [decided.by === 'human' ? 'A person decided.' : '', machine, photo.warning]
    .filter(Boolean)
    .join(' ');
}
