import type { Cell } from '../../columns';

/** A row of one of the three tables, by column; what is not said is empty. */
export type Row = Readonly<Record<string, Cell | boolean>>;

/** The columns of Camtrap DP 1.0.2 in their order (tdwg/camtrap-dp, table schemas). */
export const CAMTRAP_COLUMNS = {
  deployments:
    'deploymentID locationID locationName latitude longitude coordinateUncertainty deploymentStart deploymentEnd setupBy cameraID cameraModel cameraDelay cameraHeight cameraDepth cameraTilt cameraHeading detectionDistance timestampIssues baitUse featureType habitat deploymentGroups deploymentTags deploymentComments'.split(
      ' ',
    ),
  media:
    'mediaID deploymentID captureMethod timestamp filePath filePublic fileName fileMediatype exifData favorite mediaComments'.split(
      ' ',
    ),
  observations:
    'observationID deploymentID mediaID eventID eventStart eventEnd observationLevel observationType cameraSetupType scientificName count lifeStage sex behavior individualID individualPositionRadius individualPositionAngle individualSpeed bboxX bboxY bboxWidth bboxHeight classificationMethod classifiedBy classificationTimestamp classificationProbability observationTags observationComments'.split(
      ' ',
    ),
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type CamtrapTable = keyof typeof CAMTRAP_COLUMNS;

/** Class names that are no animals, in the words that camera-trap projects use. */
const TYPES: readonly (readonly [type: string, names: RegExp])[] = [
  ['human', /^(?:humans?|persons?|people|homo sapiens)$/i],
  ['vehicle', /^(?:vehicles?|cars?|trucks?|bicycles?|motorcycles?)$/i],
  ['blank', /^(?:blanks?|empty|nothing|no animals?)$/i],
];

/** What a class is to Camtrap DP, whose vocabulary knows no plants: all else is an animal there. */
export const observationType = (name: string): string =>
  TYPES.find(([, names]) => names.test(name.trim()))?.[0] ?? 'animal';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  heic: 'image/heic',
  heif: 'image/heif',
  avif: 'image/avif',
  bmp: 'image/bmp',
};

/** A file's media type by the end of its name; null where that does not say. */
export const mediaType = (file: string): string | null =>
  MEDIA_TYPES[/\.([^./]+)$/.exec(file)?.[1]?.toLowerCase() ?? ''] ?? null;
