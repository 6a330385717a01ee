import { expect, it } from 'vitest';
import { unwrap } from '../../../../core';
import { intake } from '../../../../workers/intake/intake';
import type { NamedBlob } from '../../../../workers/protocol';
import { type Found, withPath } from './files';
import { isNamedPicture } from './named';
import { sortOut } from './sort-out';

const worker = { look: async (files: readonly NamedBlob[]) => unwrap(await intake.look(files)) };
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16);

const inFolder = (name: string, content: BlobPart = 'x'): Found => ({
  file: withPath(new File([content], name), `trip/${name}`),
  from: 'folder',
});
const chosen = (name: string, content: BlobPart = 'x'): Found => ({
  file: new File([content], name),
  from: 'itself',
});
const names = (files: readonly File[]) => files.map(({ name }) => name);

it('leaves out of a folder what neither name nor content calls a picture, and keeps the order', async () => {
  const { photos, leftOut } = await sortOut(
    [
      inFolder('IMG_1.JPG'),
      inFolder('IMG_1.xmp', '<x:xmpmeta/>'),
      inFolder('IMG_2.AAE', '<?xml version="1.0"?>'),
      inFolder('from-a-phone', JPEG),
      inFolder('IMG_3.HEIC'),
      inFolder('clip.MP4', '\0\0\0\x18ftypmp42'),
      inFolder('IMG_4.dng'),
    ],
    worker,
  );
  expect(names(photos)).toEqual(['IMG_1.JPG', 'from-a-phone', 'IMG_3.HEIC', 'IMG_4.dng']);
  expect(leftOut.map(({ path, words }) => [path, words])).toEqual([
    ['trip/IMG_1.xmp', 'text'],
    ['trip/IMG_2.AAE', 'text'],
    ['trip/clip.MP4', 'a video'],
  ]);
});

it('takes what was chosen by itself whatever it is, and opens archives', async () => {
  const { photos, archives, leftOut } = await sortOut(
    [chosen('notes.txt'), chosen('trip.zip'), chosen('a.png'), inFolder('inner.zip', 'PK\x03\x04')],
    worker,
  );
  expect(names(photos)).toEqual(['notes.txt', 'a.png']);
  expect(names(archives)).toEqual(['trip.zip']);
  expect(leftOut.map(({ path, kind }) => [path, kind])).toEqual([['trip/inner.zip', 'archive']]);
});

it('says what labels, lists and recognition files are', async () => {
  const { leftOut } = await sortOut(
    [
      inFolder('classes.txt', 'red fox\nbadger\n'),
      inFolder('labels.csv', 'file,sp\n'),
      inFolder('out.json', '{"images":[],"detection_categories":{}}'),
    ],
    worker,
  );
  expect(leftOut.map(({ kind }) => kind)).toEqual(['class list', 'labels', 'recognition']);
});

it('asks the worker nothing where names say it all', async () => {
  const look = () => Promise.reject(new Error('asked'));
  await expect(sortOut([inFolder('a.jpg'), chosen('b.txt')], { look })).resolves.toMatchObject({
    leftOut: [],
  });
});

it.each(['a.JPEG', 'b.heif', 'c.Tif', 'd.CR3', 'e.jfif'])('%s is named as a picture', (name) => {
  expect(isNamedPicture({ name })).toBe(true);
});
it.each(['a.xmp', 'b.mp4', 'jpg', 'c.jpg.txt', 'd.thm'])('%s is not', (name) => {
  expect(isNamedPicture({ name })).toBe(false);
});
