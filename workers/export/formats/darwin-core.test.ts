import { describe, expect, it } from 'vitest';
import { factsOf, photoOf, requestOf, saidOf } from '../testing/requests';
import { made } from '../testing/written';

/**
 * What GBIF asks of an occurrence: required terms, and the forms and words that terms may take. Every column is a term of Simple
 * Darwin Core (tdwg/dwc, `dist/simple_dwc_horizontal.csv`).
 */
const REQUIRED = ['occurrenceID', 'basisOfRecord', 'scientificName', 'eventDate'];
const RULES: Readonly<Record<string, RegExp>> = {
  basisOfRecord: /^(?:HumanObservation|MachineObservation)$/,
  occurrenceStatus: /^present$/,
  eventDate: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d)?$/,
  decimalLatitude: /^-?\d+(?:\.\d+)?$/,
  decimalLongitude: /^-?\d+(?:\.\d+)?$/,
  geodeticDatum: /^(?:WGS84|Tokyo)$/,
  coordinateUncertaintyInMeters: /^[1-9]\d*(?:\.\d+)?$/,
  coordinatePrecision: /^0\.1$/,
  dataGeneralizations: /^\S/,
  informationWithheld: /^\S/,
  // Values of lists, parted by a bar between blanks: none is empty.
  recordedBy: /^[^|]*[^| ](?: \| [^| ][^|]*)*$/,
  identifiedBy: /^[^|]+$/,
  identificationRemarks: /^\S/,
  verbatimIdentification: /^[^|]+(?: \| [^|]+)*$/,
  // One address: GBIF reads a bar, a comma or a semicolon as the end of one.
  associatedMedia: /^[\w.~!*'()%/-]+$/,
  dateIdentified: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  identificationVerificationStatus: /^(?:verified|unverified|requires verification)$/,
  identificationQualifier: /^cf\.$/,
  license: /^https:\/\/creativecommons\.org\/(?:publicdomain\/zero\/1\.0|licenses\/by(?:-nc)?\/4\.0)\/$/,
};

function checkOccurrences(rows: readonly Record<string, string>[]): void {
  for (const row of rows) {
    for (const term of Object.keys(row)) expect([...REQUIRED, ...Object.keys(RULES)]).toContain(term);
    for (const term of REQUIRED) expect(row[term], `${term} of ${row.associatedMedia}`).not.toBe('');
    for (const [term, rule] of Object.entries(RULES))
      if (row[term] !== '') expect(row[term], term).toMatch(rule);
    // Without its datum, GBIF takes a place for one of WGS 84.
    const isPlaced = row.decimalLatitude !== '';
    for (const term of ['decimalLongitude', 'geodeticDatum']) expect(row[term] !== '', term).toBe(isPlaced);
    if (isPlaced) expect(Math.abs(Number(row.decimalLatitude))).toBeLessThanOrEqual(90);
  }
  expect(new Set(rows.map((row) => row.occurrenceID)).size).toBe(rows.length);
}

const place = { latitude: 46.51234, longitude: -7.98765, uncertainty: 5, altitude: 900, datum: 'WGS-84' };

describe('Darwin Core', () => {
  const photos = [
    photoOf('trip/a.jpg', { facts: factsOf({ zone: '+02:00', place, creator: 'Bo' }) }),
    photoOf('trip/b.jpg', { label: saidOf('Athyrium filix-femina') }),
    photoOf('trap/c.jpg', { facts: factsOf({ place: { ...place, datum: 'Tokyo' } }) }),
  ];
  const folders = {
    trip: { zone: '+01:00', latitude: null, longitude: null, start: null, end: null, taken: 'by hand' },
    trap: { zone: null, latitude: null, longitude: null, start: null, end: null, taken: 'by trap' },
  } as const;

  it('holds to GBIF’s rules, and says who identified what and how sure', async () => {
    const { rows, extension } = await made(requestOf('darwin-core', { folders }), photos);
    expect(extension).toBe('csv');
    const table = rows('csv');
    checkOccurrences(table);
    expect(table).toHaveLength(3);
    expect(table[0]).toMatchObject({
      basisOfRecord: 'HumanObservation',
      scientificName: 'Asplenium scolopendrium',
      eventDate: '2026-05-01T06:12:00+02:00',
      decimalLatitude: '46.51234',
      geodeticDatum: 'WGS84',
      coordinateUncertaintyInMeters: '5',
      recordedBy: 'Bo',
      identificationVerificationStatus: 'unverified',
      associatedMedia: 'trip/a.jpg',
    });
    expect(table[0]!.identifiedBy).toContain('core');
    expect(table[0]!.identificationRemarks).toContain('0.750 among 2 classes');
    expect(table[1]).toMatchObject({
      scientificName: 'Athyrium filix-femina',
      eventDate: '2026-05-01T06:12:00+01:00',
      identifiedBy: 'Ada',
      dateIdentified: '2026-05-02T10:00:00.000Z',
      identificationVerificationStatus: 'verified',
      verbatimIdentification: 'Athyrium filix-femina | lady fern',
      decimalLatitude: '',
    });
    // A time without a zone, and a place of another datum, are told as what they are.
    expect(table[2]).toMatchObject({
      basisOfRecord: 'MachineObservation',
      eventDate: '2026-05-01T06:12:00',
      geodeticDatum: 'Tokyo',
    });
  });

  it('knows an occurrence again by its content, whatever its name', async () => {
    const ids = async (file: string) =>
      (await made(requestOf('darwin-core'), [photoOf(file, { content: new Blob(['same']) })])).rows('csv')[0]!
        .occurrenceID;
    expect(await ids('a.jpg')).toBe(await ids('other/b.jpg'));
    // SHA-256 of “same”, by coreutils.
    expect(await ids('a.jpg')).toBe(
      'sha256:0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5',
    );
  });

  it('rounds places, with the uncertainty that this brings, or leaves them out', async () => {
    const [rounded] = (await made(requestOf('darwin-core', { place: 'rounded' }), [photos[0]!])).rows('csv');
    expect(rounded).toMatchObject({ decimalLatitude: '46.5', decimalLongitude: '-8' });
    expect(Number(rounded!.coordinateUncertaintyInMeters)).toBeGreaterThan(7800);
    expect(rounded!.dataGeneralizations).not.toBe('');
    expect(rounded!.coordinatePrecision).toBe('0.1');
    const { files, rows } = await made(requestOf('darwin-core', { place: 'none' }), photos.slice(0, 2));
    expect(files.get('csv')).not.toMatch(/46\.5|7\.98/);
    // What is withheld is said, and of nothing else that it was there.
    expect(rows('csv').map((row) => row.informationWithheld)).toEqual(['Coordinates are not given.', '']);
  });

  it('keeps to the rules whatever files, classes and people are called', async () => {
    const licence = 'https://creativecommons.org/licenses/by-nc/4.0/';
    const { rows } = await made(requestOf('darwin-core', { licence, folders }), [
      photoOf('trip/Fougère 1; “a|b”, c.jpg', { facts: factsOf({ creator: 'Bo; Eve;' }) }),
      photoOf('trip/=1+1\n🌿.jpg', { label: saidOf('سرخس "x", y') }),
      photoOf('-x.jpg', { state: 'unsure', warning: 'It ends too soon, "here".' }),
      photoOf('\ud83c.jpg'),
    ]);
    const table = rows('csv');
    checkOccurrences(table);
    expect(table[0]).toMatchObject({
      recordedBy: 'Bo | Eve',
      associatedMedia: 'trip/Foug%C3%A8re%201%3B%20%E2%80%9Ca%7Cb%E2%80%9D%2C%20c.jpg',
      license: licence,
    });
    expect(decodeURIComponent(table[1]!.associatedMedia!)).toBe('trip/=1+1\n🌿.jpg');
    expect(table[1]!.scientificName).toBe('سرخس "x", y');
    expect(table[2]).toMatchObject({
      identificationVerificationStatus: 'requires verification',
      identificationQualifier: 'cf.',
      identificationRemarks: expect.stringMatching(/too soon, "here"\.$/),
    });
  });

  it('puts what has no date, no name or no file into a second file with the reason', async () => {
    const { rows, extension, leftOut } = await made(requestOf('darwin-core', { answers: false }), [
      photoOf('named.jpg', { label: saidOf('Athyrium filix-femina') }),
      photoOf('guess.jpg'),
      photoOf('undated.jpg', { label: saidOf('x'), facts: factsOf({ time: null }) }),
      photoOf('future.jpg', { label: saidOf('x'), facts: factsOf({ time: '2107-01-01T00:00:00' }) }),
      photoOf('none.jpg', {
        label: { state: 'none', className: null, by: '', at: '2026-05-02T10:00:00.000Z' },
      }),
      photoOf('twice.jpg', { label: saidOf('x'), content: new Blob(['named.jpg']) }),
      { ...photoOf('gone.jpg', { label: saidOf('x') }), content: undefined as never },
    ]);
    expect([extension, leftOut]).toEqual(['zip', 6]);
    expect(rows('occurrence.csv').map((row) => row.associatedMedia)).toEqual(['named.jpg']);
    checkOccurrences(rows('occurrence.csv'));
    expect(rows('left-out.csv')).toEqual([
      { file: 'guess.jpg', reason: expect.stringContaining('Nobody said') },
      { file: 'undated.jpg', reason: expect.stringContaining('when it was taken') },
      { file: 'future.jpg', reason: expect.stringContaining('not past yet') },
      { file: 'none.jpg', reason: expect.stringContaining('none of the classes') },
      { file: 'twice.jpg', reason: expect.stringContaining('named.jpg') },
      { file: 'gone.jpg', reason: expect.stringContaining('not at hand') },
    ]);
  });
});
