import { describe, expect, it } from 'vitest';
import { ExportWriter } from '../../export-writer';
import { factsOf, photoOf, requestOf, saidOf } from '../../testing/requests';
import { made } from '../../testing/written';
import { CAMTRAP_COLUMNS } from './tables';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)$/;

/** Fields that the table schemas of version 1.0.2 require, and the forms and words that fields may take. */
const REQUIRED = {
  deployments: ['deploymentID', 'latitude', 'longitude', 'deploymentStart', 'deploymentEnd'],
  media: ['mediaID', 'deploymentID', 'timestamp', 'filePath', 'filePublic', 'fileMediatype'],
  observations: [
    'observationID',
    'deploymentID',
    'eventStart',
    'eventEnd',
    'observationLevel',
    'observationType',
  ],
} as const;
const RULES: Readonly<Record<string, RegExp>> = {
  latitude: /^-?\d+(?:\.\d+)?$/,
  longitude: /^-?\d+(?:\.\d+)?$/,
  coordinateUncertainty: /^[1-9]\d*$/,
  deploymentStart: DATE_TIME,
  deploymentEnd: DATE_TIME,
  captureMethod: /^(?:activityDetection|timeLapse)$/,
  timestamp: DATE_TIME,
  filePath: /^(?=[^./~])(?:\.\.?(?!\.)|[^.])*$/,
  filePublic: /^(?:true|false)$/,
  fileMediatype: /^(?:image|video|audio)\/.+$/,
  eventStart: DATE_TIME,
  eventEnd: DATE_TIME,
  observationLevel: /^(?:media|event)$/,
  observationType: /^(?:animal|human|vehicle|blank|unknown|unclassified)$/,
  bboxX: /^(?:0(?:\.\d+)?|1)$/,
  bboxY: /^(?:0(?:\.\d+)?|1)$/,
  bboxWidth: /^(?:0\.\d+|1)$/,
  bboxHeight: /^(?:0\.\d+|1)$/,
  classificationMethod: /^(?:human|machine)$/,
  classificationTimestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d|Z)$/,
  classificationProbability: /^(?:0(?:\.\d+)?|1)$/,
};

type Rows = Record<string, string>[];

/** Holds a package to the standard: descriptor, tables, vocabularies, keys and references between tables. */
function checkPackage(files: ReadonlyMap<string, string>, rows: (path: string) => Rows) {
  const descriptor = JSON.parse(files.get('datapackage.json')!);
  for (const name of [
    'resources',
    'profile',
    'created',
    'contributors',
    'project',
    'spatial',
    'temporal',
    'taxonomic',
  ])
    expect(descriptor, name).toHaveProperty(name);
  for (const name of ['title', 'samplingDesign', 'captureMethod', 'individualAnimals', 'observationLevel'])
    expect(descriptor.project, name).toHaveProperty(name);
  expect(descriptor.temporal.start).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(descriptor.contributors[0].title).toBeTruthy();
  if (descriptor.licenses !== undefined)
    expect(descriptor.licenses.map(({ scope }: { scope: string }) => scope)).toEqual(['data', 'media']);
  const tables = Object.fromEntries(
    (Object.keys(REQUIRED) as (keyof typeof REQUIRED)[]).map((name) => {
      const resource = descriptor.resources.find((its: { name: string }) => its.name === name);
      expect(resource.profile).toBe('tabular-data-resource');
      expect(resource.schema).toMatch(/1\.0\.2\/\w+-table-schema\.json$/);
      const table = rows(resource.path);
      expect(files.get(resource.path)!.split('\r\n')[0]!.split(',')).toEqual(CAMTRAP_COLUMNS[name]);
      for (const row of table) {
        for (const field of REQUIRED[name]) expect(row[field], `${name}.${field}`).not.toBe('');
        for (const [field, rule] of Object.entries(RULES))
          if (row[field]) expect(row[field], `${name}.${field}`).toMatch(rule);
      }
      return [name, table];
    }),
  ) as Record<keyof typeof REQUIRED, Rows>;
  const keys = (table: Rows, field: string) => {
    const all = table.map((row) => row[field]!);
    expect(new Set(all).size, field).toBe(all.length);
    return new Set(all);
  };
  const deployments = keys(tables.deployments, 'deploymentID');
  const media = keys(tables.media, 'mediaID');
  keys(tables.observations, 'observationID');
  for (const row of [...tables.media, ...tables.observations])
    expect(deployments).toContain(row.deploymentID);
  for (const row of tables.observations) expect(media).toContain(row.mediaID);
  const named = tables.observations.map((row) => row.scientificName).filter((name) => name !== '');
  expect(descriptor.taxonomic).toEqual(
    [...new Set(named)].sort().map((scientificName) => ({ scientificName })),
  );
  return { descriptor, ...tables };
}

const deployment = {
  zone: '+02:00',
  latitude: 46.51234,
  longitude: 7.98765,
  start: '2026-04-01T00:00:00',
  end: '2026-06-01T00:00:00',
  taken: 'by trap',
} as const;
const folders = { north: deployment, south: { ...deployment, latitude: 45 } };

describe('Camtrap DP', () => {
  it('is a package by the standard’s rules: machine rows and people’s beside each other', async () => {
    const photos = [
      photoOf('north/a.jpg'),
      photoOf('north/b.jpg', { label: saidOf('Athyrium filix-femina') }),
      photoOf('south/c.jpg', { facts: factsOf({ zone: '+00:00' }), label: saidOf('person', '') }),
      photoOf('south/d.png', {
        label: { state: 'unsure', className: null, by: 'Bo', at: '2026-05-02T10:00:00.000Z' },
      }),
      photoOf('south/e.jpg', { enriched: [], zeroShot: [] }),
      photoOf('south/e.jpg', { enriched: [], zeroShot: [] }),
    ];
    const { files, rows, extension, leftOut } = await made(requestOf('camtrap-dp', { folders }), photos);
    expect([extension, leftOut]).toEqual(['zip', 0]);
    const { deployments, media, observations, descriptor } = checkPackage(files, rows);
    expect(deployments.map((row) => row.deploymentID)).toEqual(['north', 'south']);
    expect(deployments[0]!.deploymentStart).toBe('2026-04-01T00:00:00+02:00');
    expect(media.map((row) => row.timestamp)).toEqual([
      '2026-05-01T06:12:00+02:00',
      '2026-05-01T06:12:00+02:00',
      '2026-05-01T06:12:00+00:00',
      ...Array(3).fill('2026-05-01T06:12:00+02:00'),
    ]);
    expect(descriptor.spatial).toMatchObject({ type: 'Polygon' });
    const of = (file: string) =>
      observations
        .filter((row) => row.mediaID === file)
        .map((row) => [row.classificationMethod, row.observationType, row.scientificName, row.classifiedBy]);
    const machine = [
      'machine',
      'animal',
      'Asplenium scolopendrium',
      expect.stringContaining('pocket-siglip'),
    ];
    expect(of('north/a.jpg')).toEqual([machine]);
    expect(of('north/b.jpg')).toEqual([['human', 'animal', 'Athyrium filix-femina', 'Ada'], machine]);
    expect(of('south/c.jpg')).toEqual([['human', 'human', '', ''], machine]);
    expect(of('south/d.png')).toEqual([['human', 'unknown', '', 'Bo'], machine]);
    expect(of('south/e.jpg')).toEqual([['', 'unclassified', '', '']]);
    expect(observations[0]).toMatchObject({ classificationProbability: '0.75' });
    expect(observations[0]!.observationComments).toContain('share');
  });

  it('says where the animal is that was classified, in the machine’s row alone', async () => {
    const classified = { category: 'animal', conf: 0.9, bbox: [0.5, 0.25, 0.5, 0.125] } as const;
    const photo = photoOf('north/a.jpg', { classified, label: saidOf('Athyrium filix-femina') });
    const { files, rows } = await made(requestOf('camtrap-dp', { folders: { north: deployment } }), [photo]);
    const { observations } = checkPackage(files, rows);
    expect(
      observations.map(({ bboxX, bboxY, bboxWidth, bboxHeight }) => [bboxX, bboxY, bboxWidth, bboxHeight]),
    ).toEqual([
      ['', '', '', ''],
      ['0.5', '0.25', '0.5', '0.125'],
    ]);
  });

  it('has a row for each animal in a box, and says there that it is one; the whole photo says no number', async () => {
    const [fox, badger, cub] = [0, 0.5, 0.75].map(
      (left) => ({ category: 'animal', conf: 0.9, bbox: [left, 0.25, 0.25, 0.125] }) as const,
    );
    const further = [
      photoOf('north/a.jpg', { classified: badger!, label: saidOf('Meles meles') }),
      photoOf('north/a.jpg', { classified: cub!, state: 'unsure' }),
    ];
    const photos = [photoOf('north/a.jpg', { classified: fox!, further }), photoOf('north/b.jpg')];
    const { files, rows } = await made(requestOf('camtrap-dp', { folders: { north: deployment } }), photos);
    const { observations, media } = checkPackage(files, rows);
    expect(media).toHaveLength(2);
    expect(
      observations.map((row) => [
        row.observationID,
        row.observationType,
        row.scientificName,
        row.count,
        row.bboxX,
      ]),
    ).toEqual([
      ['north/a.jpg:machine', 'animal', 'Asplenium scolopendrium', '1', '0'],
      ['north/a.jpg:human:2', 'animal', 'Meles meles', '1', '0.5'],
      ['north/a.jpg:machine:2', 'animal', 'Asplenium scolopendrium', '1', '0.5'],
      ['north/a.jpg:machine:3', 'unknown', '', '', '0.75'],
      ['north/b.jpg:machine', 'animal', 'Asplenium scolopendrium', '', ''],
    ]);
  });

  it('says “unknown” where the answer is marked as not confident', async () => {
    const unsure = photoOf('north/a.jpg', { state: 'unsure' });
    const { files, rows } = await made(requestOf('camtrap-dp', { folders: { north: deployment } }), [unsure]);
    const { observations, descriptor } = checkPackage(files, rows);
    expect(observations[0]).toMatchObject({ observationType: 'unknown', scientificName: '' });
    expect(observations[0]!.observationComments).toContain('Asplenium scolopendrium');
    expect(descriptor.spatial).toEqual({ type: 'Point', coordinates: [7.98765, 46.51234] });
  });

  it('rounds places and says so', async () => {
    const request = requestOf('camtrap-dp', {
      folders: { north: deployment },
      place: 'none',
      licence: 'https://x.org/',
    });
    const { files, rows } = await made(request, [photoOf('north/a.jpg')]);
    const { deployments, descriptor } = checkPackage(files, rows);
    expect(deployments[0]).toMatchObject({ latitude: '46.5', longitude: '8', coordinateUncertainty: '7872' });
    expect(descriptor.coordinatePrecision).toBe(0.1);
    expect(JSON.stringify([...files.values()])).not.toContain('46.51');
  });

  it('is not begun before place and period of every folder are told, and says what lacks', async () => {
    const request = requestOf('camtrap-dp', {
      folders: { north: deployment, south: { ...deployment, zone: null, end: null } },
    });
    expect(await new ExportWriter().begin(request)).toMatchObject({
      ok: false,
      error: { code: 'input-invalid', message: expect.stringMatching(/south lacks time zone, end/) },
    });
  });

  it('leaves out what has no time, lies outside the period, or cannot be named, with the reason', async () => {
    const { rows, files, leftOut } = await made(
      requestOf('camtrap-dp', { folders: { ...folders, '~x': deployment } }),
      [
        photoOf('north/a.jpg'),
        photoOf('north/untimed.jpg', { facts: factsOf({ time: null }) }),
        photoOf('north/late.jpg', { facts: factsOf({ time: '2026-06-01T00:00:01' }) }),
        photoOf('~x/b.jpg'),
        photoOf('north/what', {}),
        photoOf('north/broken.jpg', { error: { code: 'image-unreadable', message: 'No picture.' } }),
      ],
    );
    expect(leftOut).toBe(5);
    expect(checkPackage(files, rows).media).toHaveLength(1);
    expect(rows('left-out.csv').map((row) => row.file)).toEqual([
      'north/untimed.jpg',
      'north/late.jpg',
      '~x/b.jpg',
      'north/what',
      'north/broken.jpg',
    ]);
  });
});
