import { FernglassError } from '../../../../core';
import {
  type ExportOptions,
  type ExportRequest,
  type FolderFacts,
  NO_FOLDER_FACTS,
  type PhotoResult,
} from '../../../protocol';
import { DECIMAL } from '../../columns';
import { plainLine } from '../../csv';
import { shortened } from '../../numbers';
import { byMachine, byPerson, machineName } from '../../photo/decided';
import { folderOf, takenAt, told, WGS84 } from '../../photo/place-and-time';
import type { MakeFormat, Piece } from '../format';
import { LeftOut } from '../left-out';
import { type Deployment, datapackage } from './package';
import { CAMTRAP_COLUMNS, type CamtrapTable, mediaType, observationType, type Row } from './tables';

/** Camtrap DP 1.0.2: folders are deployments, photos media, what people and the method say observations. */
export const camtrap: MakeFormat = (request) => {
  const { options } = request;
  const missing = missingOf(options);
  if (missing.length > 0)
    throw new FernglassError(
      'input-invalid',
      `Camtrap DP asks for more of each folder: ${missing.join('; ')}.`,
    );
  const leftOut = new LeftOut();
  const deployments = new Map<string, Deployment>();
  const taxa = new Set<string>();
  const people = new Set<string>();
  const ids = new Map<string, number>();
  /** The path is what a photo is known by; one that was added twice gets a number. */
  const idOf = (file: string) => {
    const count = (ids.get(file) ?? 0) + 1;
    ids.set(file, count);
    return count === 1 ? file : `${file}#${count}`;
  };
  return {
    archive: true,
    begin: () => (['deployments', 'media', 'observations'] as const).map(heading),
    photo(photo) {
      const reason = unfit(photo, options);
      if (reason !== null) return leftOut.note(photo, reason);
      const folder = folderOf(photo.file);
      const facts = options.folders[folder]!;
      const fresh = deployments.has(folder) ? [] : [deploymentOf(folder, facts, options)];
      for (const its of fresh) deployments.set(folder, its);
      const deploymentID = deploymentId(folder);
      const { local, zone } = takenAt(photo, options)!;
      const timestamp = local + zone;
      const mediaID = idOf(photo.file);
      const observations = observationsOf(photo, request).map(({ suffix = '', ...its }) => ({
        ...its,
        observationID: `${mediaID}:${its.classificationMethod ?? 'none'}${suffix}`,
        deploymentID,
        mediaID,
        eventStart: timestamp,
        eventEnd: timestamp,
        observationLevel: 'media',
      }));
      for (const { scientificName, classifiedBy, classificationMethod } of observations as Row[]) {
        if (typeof scientificName === 'string') taxa.add(scientificName);
        if (classificationMethod === 'human' && typeof classifiedBy === 'string') people.add(classifiedBy);
      }
      const medium = {
        mediaID,
        deploymentID,
        captureMethod: options.captureMethod,
        timestamp,
        filePath: photo.file,
        filePublic: false,
        fileName: photo.file.slice(photo.file.lastIndexOf('/') + 1),
        fileMediatype: mediaType(photo.file),
        mediaComments: photo.warning === '' ? null : photo.warning,
      };
      return [
        ...fresh.map((its) => rowOf('deployments', its.row)),
        rowOf('media', medium),
        ...observations.map((its) => rowOf('observations', its)),
      ];
    },
    end: () => [
      {
        path: 'datapackage.json',
        text: datapackage([...deployments.values()], [...taxa], [...people], request),
      },
      ...leftOut.pieces(),
    ],
    get leftOut() {
      return leftOut.count;
    },
  };
};

/** What is not told of folders, each as words; empty where all is there. */
function missingOf({ folders }: Pick<ExportOptions, 'folders'>): string[] {
  const names: readonly (readonly [string, (facts: FolderFacts) => boolean])[] = [
    ['time zone', ({ zone }) => zone !== null],
    ['latitude', ({ latitude }) => latitude !== null],
    ['longitude', ({ longitude }) => longitude !== null],
    ['start', ({ start }) => start !== null],
    ['end', ({ end }) => end !== null],
  ];
  return Object.entries(folders).flatMap(([folder, facts]) => {
    const lacks = names.flatMap(([name, isThere]) => (isThere(facts) ? [] : [name]));
    return lacks.length === 0 ? [] : [`${folder || 'photos without a folder'} lacks ${lacks.join(', ')}`];
  });
}

/** Why a photo cannot be in a package; null where it can. */
function unfit(photo: PhotoResult, options: ExportOptions): string | null {
  if (photo.error !== undefined) return photo.error.message;
  const taken = takenAt(photo, options);
  if (taken === null) return 'Its file does not say when it was taken.';
  const { zone, start, end } = options.folders[folderOf(photo.file)] ?? NO_FOLDER_FACTS;
  if (taken.zone === null || zone === null || start === null || end === null)
    return 'Time zone and period of its folder were not given.';
  const at = Date.parse(taken.local + taken.zone);
  if (at < Date.parse(start + zone) || at > Date.parse(end + zone))
    return `It was taken at ${taken.local}, outside its deployment’s period.`;
  if (!/^(?=[^./~])(?!.*\.\.).*$/.test(photo.file)) return 'Its path cannot stand in a data package.';
  if (mediaType(photo.file) === null) return 'Its name does not say what kind of picture it is.';
  return null;
}

const deploymentId = (folder: string) => folder || 'photos';

function deploymentOf(folder: string, facts: FolderFacts, options: ExportOptions): Deployment {
  // Without a place there is no deployment: one that must not be told is rounded.
  const choice = options.place === 'exact' ? 'exact' : 'rounded';
  const { latitude, longitude, uncertainty } = told(facts.latitude!, facts.longitude!, null, WGS84, choice);
  const row = {
    deploymentID: deploymentId(folder),
    locationName: folder,
    latitude,
    longitude,
    coordinateUncertainty: uncertainty,
    deploymentStart: facts.start! + facts.zone,
    deploymentEnd: facts.end! + facts.zone,
  };
  return { row, latitude, longitude, start: facts.start!.slice(0, 10), end: facts.end!.slice(0, 10) };
}

/**
 * What people and, where asked for, the method say of a photo and of its further boxes, a row each; “unclassified” where
 * nobody says anything. `suffix` tells the rows of boxes apart.
 */
function observationsOf(photo: PhotoResult, request: ExportRequest): Row[] {
  const further = (photo.further ?? []).flatMap((box, i) =>
    rowsOf(box, request, true).map((row) => ({ ...row, suffix: `:${i + 2}` })),
  );
  const rows = [...rowsOf(photo, request, false), ...further];
  return rows.length > 0 ? rows : [{ observationType: 'unclassified' }];
}

/** What is said of a photo, whose label is of all of it, or of a further box in it. */
function rowsOf(photo: PhotoResult, { head, options }: ExportRequest, isBox: boolean): Row[] {
  const said = byPerson(photo);
  const rows: Row[] = [];
  if (said !== null)
    rows.push({
      ...named(said.name),
      ...(isBox ? boxOf(photo, said.name) : {}),
      classificationMethod: 'human',
      classifiedBy: photo.label?.by || null,
      classificationTimestamp: photo.label?.at,
      observationComments: said.name === null ? said.why : null,
    });
  const answer = options.answers ? byMachine(photo) : null;
  if (answer !== null)
    rows.push({
      ...named(answer.sure ? answer.name : null),
      ...boxOf(photo, answer.sure ? answer.name : null),
      classificationMethod: 'machine',
      classifiedBy: machineName(head),
      classificationProbability: answer.share === null ? null : shortened(answer.share),
      observationComments: [
        answer.sure ? '' : `Not confident; the best class was ${answer.name}.`,
        `The probability is a share${answer.share === null ? '' : ` (${answer.share.toFixed(DECIMAL)})`} among ${head.classes.length} classes that were asked for.`,
      ]
        .filter(Boolean)
        .join(' '),
    });
  return rows;
}

/**
 * Where in the photo lies what the method answered of, and that it is one individual where it has a name; nothing where that
 * is all of the photo, which may hold several.
 */
function boxOf({ classified }: PhotoResult, name: string | null): Row {
  if (classified === undefined) return {};
  const count = name !== null && observationType(name) !== 'blank' ? 1 : null;
  const [bboxX, bboxY, bboxWidth, bboxHeight] = classified.bbox.map(shortened) as [
    number,
    number,
    number,
    number,
  ];
  return { count, bboxX, bboxY, bboxWidth, bboxHeight };
}

/** The type of an observation, and the name that only animals and people have. */
function named(name: string | null): Row {
  if (name === null) return { observationType: 'unknown' };
  const type = observationType(name);
  return { observationType: type, scientificName: type === 'animal' ? name : null };
}

const heading = (table: CamtrapTable): Piece => ({
  path: `${table}.csv`,
  text: plainLine(CAMTRAP_COLUMNS[table]),
});

function rowOf(table: CamtrapTable, row: Row): Piece {
  const cells = CAMTRAP_COLUMNS[table].map((name) => {
    const cell = row[name];
    return typeof cell === 'boolean' ? String(cell) : cell;
  });
  return { path: `${table}.csv`, text: plainLine(cells) };
}
