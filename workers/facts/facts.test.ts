import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { NO_FACTS } from '../protocol';
import { factsOf } from './facts';
import { FIRST, holdsJpegHead } from './head';

const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmp:Rating="4" exif:DateTimeOriginal="2025-12-24T18:00:00.5+01:00">
<dc:subject><rdf:Bag><rdf:li>Fougère</rdf:li><rdf:li>lady fern</rdf:li></rdf:Bag></dc:subject>
<lr:hierarchicalSubject><rdf:Bag><rdf:li>Plantae|Polypodiales</rdf:li></rdf:Bag></lr:hierarchicalSubject>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

type Exif = NonNullable<Parameters<Sharp['withExif']>[0]>;

const FULL: Exif = {
  IFD0: { Make: 'Canon', Model: 'Canon EOS R7', Artist: 'Ann Bo', Copyright: 'CC BY 4.0' },
  IFD2: { DateTimeOriginal: '2026:05:01 06:12:00', OffsetTimeOriginal: '+02:00' },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '52/1 30/1 36/10',
    GPSLongitudeRef: 'W',
    GPSLongitude: '1/1 2/1 3/1',
    GPSAltitudeRef: '0',
    GPSAltitude: '1234/10',
    GPSHPositioningError: '5/1',
    GPSMapDatum: 'WGS-84',
  },
};

const picture = (size = 16) =>
  sharp({ create: { width: size, height: size, channels: 3, background: '#484' } });

/** Facts of a picture that is written with them. */
async function written(exif: Exif | null, kind: 'jpeg' | 'png' | 'webp' | 'tiff' = 'jpeg', xmp?: string) {
  let made = picture();
  if (exif !== null) made = made.withExif(exif);
  if (xmp !== undefined) made = made.withXmp(xmp);
  return factsOf(new Blob([new Uint8Array(await made.toFormat(kind).toBuffer())]));
}

const withPlace = (change: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries({ ...FULL.IFD3, ...change }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;

describe('what a photo says of itself', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'is read from a %s file: time, zone, place, camera, people',
    async (kind) => {
      expect(await written(FULL, kind)).toEqual({
        ...NO_FACTS,
        time: '2026-05-01T06:12:00',
        zone: '+02:00',
        place: { latitude: -52.501, longitude: -1.0341667, uncertainty: 5, altitude: 123.4, datum: 'WGS-84' },
        camera: 'Canon EOS R7',
        creator: 'Ann Bo',
        rights: 'CC BY 4.0',
      });
    },
  );

  it('has the keywords, paths, rating and time of XMP', async () => {
    expect(await written(null, 'jpeg', XMP)).toEqual({
      ...NO_FACTS,
      time: '2025-12-24T18:00:00',
      zone: '+01:00',
      keywords: ['Fougère', 'lady fern'],
      paths: ['Plantae|Polypodiales'],
      rating: 4,
    });
  });

  it('takes the camera’s time before XMP’s, and not the zone of the other', async () => {
    const facts = await written({ IFD2: { DateTimeOriginal: '2026:05:01 06:12:00' } }, 'jpeg', XMP);
    expect(facts).toMatchObject({ time: '2026-05-01T06:12:00', zone: null });
  });

  it('is nothing where nothing is said: no time of change, no file date, no zone is taken for it', async () => {
    expect(await written(null)).toEqual(NO_FACTS);
    expect(await written({ IFD0: { DateTime: '2026:05:01 06:12:00' } })).toEqual(NO_FACTS);
    expect(await factsOf(new Blob(['not a picture at all']))).toEqual(NO_FACTS);
    expect(await factsOf(new Blob([]))).toEqual(NO_FACTS);
  });

  it.each(['0000:00:00 00:00:00', '    :  :     :  :  ', '2026:02:30 06:12:00', '2026:05:01 26:12:00'])(
    'has no time that is none: %j',
    async (time) => {
      const facts = await written({ IFD2: { DateTimeOriginal: time } });
      expect(facts.time).toBeNull();
    },
  );

  it.each([
    ['no hemisphere', { GPSLatitudeRef: undefined }],
    ['no longitude', { GPSLongitude: undefined }],
    ['a latitude beyond the pole', { GPSLatitude: '95/1 0/1 0/1' }],
    ['fractions of nothing', { GPSLatitude: '52/0 0/0 0/0' }],
    ['zeros, as without a fix', { GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }],
  ])('has no place with %s', async (_, change) => {
    const facts = await written({ ...FULL, IFD3: withPlace(change) });
    expect(facts.place).toBeNull();
    expect(facts.time).not.toBeNull();
  });

  it('names the maker once', async () => {
    expect((await written({ IFD0: { Make: 'NIKON CORPORATION', Model: 'NIKON Z 6' } })).camera).toBe(
      'NIKON Z 6',
    );
    expect((await written({ IFD0: { Make: 'Reconyx', Model: 'HP2X' } })).camera).toBe('Reconyx HP2X');
  });
});

describe('the bytes that facts are read from', () => {
  /** A large JPEG file, of which `read` tells how many bytes were asked for. */
  async function large(before = 0) {
    const noise = Buffer.from(
      Array.from({ length: 900 * 900 * 3 }, (_, i) => (i * 7919 + (i >> 5) * 104729) % 251),
    );
    const bytes = await sharp(noise, { raw: { width: 900, height: 900, channels: 3 } })
      .withExif(FULL)
      .jpeg({ quality: 100 })
      .toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xe5, 0xff, 0xff]), Buffer.alloc(65533, 1)]);
    const filled = Buffer.concat([bytes.subarray(0, 2), ...Array(before).fill(segment), bytes.subarray(2)]);
    const file = new Blob([new Uint8Array(filled)]);
    const asked: number[] = [];
    const slice = file.slice.bind(file);
    file.slice = (from, to) => {
      asked.push(to ?? file.size);
      return slice(from, to);
    };
    return { file, asked };
  }

  it('are the first of a JPEG file, however large its picture', async () => {
    const { file, asked } = await large();
    expect(file.size).toBeGreaterThan(2 * FIRST);
    expect(await factsOf(file)).toMatchObject({ camera: 'Canon EOS R7', problem: null });
    expect(asked).toEqual([FIRST]);
  });

  it('are more where other segments stand before', async () => {
    const { file, asked } = await large(5);
    expect(await factsOf(file)).toMatchObject({ camera: 'Canon EOS R7', problem: null });
    expect(asked).toEqual([FIRST, 4 * FIRST]);
  });

  it('end where the pixels begin, or where a file is damaged', () => {
    const segment = [0xff, 0xe1, 0, 4, 1, 2];
    expect(holdsJpegHead(Uint8Array.of(0xff, 0xd8, ...segment))).toBe(false);
    expect(holdsJpegHead(Uint8Array.of(0xff, 0xd8, ...segment, 0xff, 0xda, 0, 2))).toBe(true);
    expect(holdsJpegHead(Uint8Array.of(0xff, 0xd8, ...segment, 7, 7, 7, 7))).toBe(true);
  });

  it('are never believed when they break off: what is left says so or nothing', async () => {
    const whole = new Uint8Array(await picture().withExif(FULL).withXmp(XMP).jpeg().toBuffer());
    for (let length = 1; length < Math.min(whole.length, 3000); length += 37) {
      const facts = await factsOf(new Blob([whole.subarray(0, length)]));
      if (facts.time !== null) expect(['2026-05-01T06:12:00', '2025-12-24T18:00:00']).toContain(facts.time);
      if (facts.place !== null) expect(Math.abs(facts.place.latitude)).toBeCloseTo(52.501, 4);
    }
  });
});
