import { describe, expect, it } from 'vitest';
import { isClutter, liesInClutter } from './clutter';

describe('clutter', () => {
  it.each([
    '.DS_Store',
    '._IMG_0001.jpg',
    '.thumbnails',
    '.picasaoriginals',
    '.Trashes',
    'Thumbs.db',
    'Desktop.ini',
    'Picasa.ini',
    'Icon\r',
    '__MACOSX',
    '@eaDir',
    '@Recycle',
    '@__thumb',
    '#recycle',
    '$RECYCLE.BIN',
    'System Volume Information',
    'Catalog Previews.lrdata',
    'Catalog Smart Previews.lrdata',
    '0A1B2C3D.lrprev',
    'CaptureOne',
  ])('%j is skipped', (name) => {
    expect(isClutter(name)).toBe(true);
  });

  it.each([
    'IMG_0001.jpg',
    'thumbs',
    'recycle',
    'eaDir',
    '#1 50%',
    'trip @ sea',
    '日本 🌿.png',
    'MACOSX',
    'icon',
  ])('%j is not', (name) => {
    expect(isClutter(name)).toBe(false);
  });

  it('of a library of Apple’s Photos only the photos are taken', () => {
    expect(liesInClutter('Pictures/Mine.photoslibrary/originals/A/1.heic')).toBe(false);
    expect(liesInClutter('Pictures/Mine.photoslibrary/resources/derivatives/1.jpeg')).toBe(true);
    expect(liesInClutter('Mine.photoslibrary/database/photos.db')).toBe(true);
    expect(liesInClutter('Pictures/resources/1.jpeg')).toBe(false);
  });

  it('a path is skipped for any of its parts but the folder that was chosen itself', () => {
    expect(liesInClutter('trip/@eaDir/IMG_0001.PNG/SYNOPHOTO_THUMB_M.jpg')).toBe(true);
    expect(liesInClutter('.thumbnails/1.jpg')).toBe(false);
    expect(liesInClutter('.thumbnails/.nomedia')).toBe(true);
    expect(liesInClutter('trip/camA/IMG_0001.JPG')).toBe(false);
    expect(liesInClutter('trip/../IMG_0001.JPG')).toBe(false);
  });
});
