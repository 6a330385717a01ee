import type { ExportRequest } from '../../../protocol';
import { machineName } from '../../photo/decided';
import { CAMTRAP_COLUMNS, type Row } from './tables';

/** A folder's row, and what the package's coverage is made of. */
export interface Deployment {
  readonly row: Row;
  readonly latitude: number;
  readonly longitude: number;
  /** Days, `2026-05-01`. */
  readonly start: string;
  readonly end: string;
}

/** Where version 1.0.2 of the standard lies. */
const STANDARD = 'https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2';

/** The package's description, `datapackage.json`. */
export function datapackage(
  deployments: readonly Deployment[],
  taxa: readonly string[],
  people: readonly string[],
  { head, options }: ExportRequest,
): string {
  const { title, author, licence } = options;
  const contributors = [...new Set([author, ...people])].filter((name) => name !== '');
  const descriptor = {
    resources: (Object.keys(CAMTRAP_COLUMNS) as (keyof typeof CAMTRAP_COLUMNS)[]).map((name) => ({
      name,
      path: `${name}.csv`,
      profile: 'tabular-data-resource',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: `${STANDARD}/${name}-table-schema.json`,
    })),
    profile: `${STANDARD}/camtrap-dp-profile.json`,
    created: options.now,
    title,
    contributors: (contributors.length > 0 ? contributors : ['unnamed']).map((name, i) => ({
      title: name,
      role: i === 0 ? 'contact' : 'contributor',
    })),
    // Both or none: the standard asks for one of the data and one of the media.
    ...(licence === '' ? {} : { licenses: ['data', 'media'].map((scope) => ({ scope, path: licence })) }),
    sources: [{ title: machineName(head) }],
    project: {
      title,
      samplingDesign: options.samplingDesign,
      captureMethod: [options.captureMethod],
      individualAnimals: false,
      observationLevel: ['media'],
    },
    ...(options.place === 'exact' ? {} : { coordinatePrecision: 0.1 }),
    spatial: spatial(deployments),
    temporal: {
      start: deployments.map(({ start }) => start).sort()[0] ?? options.now.slice(0, 10),
      end:
        deployments
          .map(({ end }) => end)
          .sort()
          .at(-1) ?? options.now.slice(0, 10),
    },
    taxonomic: [...taxa].sort().map((scientificName) => ({ scientificName })),
  };
  return `${JSON.stringify(descriptor, null, 2)}\n`;
}

/** A point, or the box around several. */
function spatial(deployments: readonly Deployment[]) {
  const longitudes = deployments.map(({ longitude }) => longitude);
  const latitudes = deployments.map(({ latitude }) => latitude);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  if (deployments.length === 0) return { type: 'GeometryCollection', geometries: [] };
  if (west === east && south === north) return { type: 'Point', coordinates: [west, south] };
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
