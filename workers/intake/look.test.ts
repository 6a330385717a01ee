import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { lookAt, lookAtFile } from './look';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const kindOf = (name: string, content: string) => lookAt(name, new TextEncoder().encode(content)).kind;
const picture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../encoder/fixtures/pictures/${name}`, import.meta.url)));

describe('what a file is', () => {
  it.each(['baseline.jpg', 'plain.png', 'lossy.webp', 'animated.gif', 'plain.bmp', 'plain.avif'])(
    '%s is a picture under any name',
    (name) => {
      expect(lookAt('notes.txt', picture(name)).kind).toBe('picture');
    },
  );

  it.each([
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['big-endian TIFF', 'MM\0*\0\0\0\x08'],
  ])('%s is one', (_, head) => {
    expect(lookAt('x', bytes(head)).kind).toBe('picture');
  });

  it.each([
    ['an MP4', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'a video'],
    ['a Matroska', '\x1aE\xdf\xa3\x01', 'a video'],
    ['a PDF', '%PDF-1.7', 'a PDF document'],
    ['a sound', 'ID3\x04\0', 'sound'],
    ['XML', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', 'text'],
    ['nothing', '', 'an empty file'],
    ['a text that begins as a bitmap', 'BMW 3 series\nBMW 5 series\nAudi A4 and further cars', 'text'],
    ['bytes', '\x01\x02\0\x04', 'no picture'],
  ])('%s is none', (_, head, words) => {
    expect(lookAt('x.xmp', bytes(head))).toEqual({ kind: 'other', words });
  });

  it('tells archives from office documents', () => {
    const zip = zipSync({ a: bytes('a') });
    expect(lookAt('a.zip', zip).kind).toBe('archive');
    expect(lookAt('a.xlsx', zip).kind).toBe('other');
  });

  it('knows class lists by name and content', () => {
    expect(kindOf('classes.txt', 'red fox\nbadger\n')).toBe('class list');
    expect(kindOf('labels.txt', '\ufeffred fox\r\nbadger\r\n')).toBe('class list');
    expect(kindOf('class_names.csv', 'id,name\n1,red fox\n2,badger\n')).toBe('class list');
    expect(kindOf('Species.tsv', 'scientific\tcommon\nVulpes vulpes\tred fox\n')).toBe('class list');
    expect(kindOf('notes.txt', 'red fox\nbadger\n')).toBe('other');
    expect(kindOf('classes.txt', `${'a long story about a fox that '.repeat(20)}\n`)).toBe('other');
    expect(kindOf('classes.txt', '1\n2\n')).toBe('other');
  });

  it('knows labels of photos', () => {
    expect(kindOf('labels.csv', 'file,sp\n')).toBe('labels');
    expect(kindOf('metadata.csv', 'image_path;species\nIMG_1.jpg;fox\n')).toBe('labels');
    expect(kindOf('whatever.csv', '"filename","label"\n"a.jpg","fox"\n')).toBe('labels');
    expect(kindOf('metadata.csv', 'date,temperature\n2024-01-01,3\n')).toBe('labels');
    // As Dataverse gives it: without an ending, or parted by tabs.
    const ham = ['lesion_id,image_id,dx,dx_type', 'HAM_0000118,ISIC_0027419,bkl,histo', ''].join('\n');
    expect(kindOf('HAM10000_metadata', ham)).toBe('labels');
    expect(kindOf('HAM10000_metadata.tab', ham.replaceAll(',', '\t'))).toBe('labels');
    expect(kindOf('train.csv', 'filename,class_id\n519.png,0\n')).toBe('labels');
    // How many training photos classes have is opened as labels are.
    expect(kindOf('counts.csv', 'class,count\nfox,12\nbadger,3\n')).toBe('labels');
    expect(kindOf('weather.csv', 'day,rain\nMonday,12\nTuesday,3\n')).toBe('other');
    expect(kindOf('LICENSE', 'image, photo and text may be copied\n')).toBe('other');
    expect(kindOf('coco.json', '{"images":[],"annotations":[],"categories":[]}')).toBe('labels');
    expect(kindOf('weather.csv', 'date,temperature\n2024-01-01,3\n')).toBe('other');
  });

  it('knows recognition files, whose keys may stand at their end', async () => {
    expect(kindOf('out.json', '{"images":[],"detection_categories":{"1":"animal"}}')).toBe('recognition');
    const long = `{"images":[${'{"file":"a.jpg","conf":0.9},'.repeat(9000)}{}],"detection_categories":{}}`;
    expect((await lookAtFile({ name: 'out.json', content: new Blob([long]) })).kind).toBe('recognition');
    expect(kindOf('recognition.json', '{}')).toBe('recognition');
    expect(kindOf('settings.json', '{"theme":"dark"}')).toBe('other');
  });

  it('says so of a file that cannot be read', async () => {
    const gone = new Blob(['x']);
    Object.defineProperty(gone, 'slice', {
      value: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }),
    });
    expect(await lookAtFile({ name: 'a.txt', content: gone })).toEqual({
      kind: 'other',
      words: 'a file that could not be read',
    });
  });
});
