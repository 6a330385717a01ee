import { describe, expect, it } from 'vitest';
import { parseClasses } from '../classes/parse';
import { classResolver, codesOfTable, knownCodes } from '.';

describe('classes of labels', () => {
  const list = parseClasses('red fox | Vulpes vulpes\nbadger\nmelanoma\nmelanocytic nevus | mole').classes;

  it('are found by most of several names in one, where these are of one class', () => {
    const circuits = parseClasses(
      'dice | random number generator\ndriver | motor driver\nlock\nalarm',
    ).classes;
    const place = (written: string) => classResolver(circuits, null)(written).place;
    expect(place('dice/toss/random number generator')).toBe(0);
    expect(place('(motor) driver')).toBe(1);
    // Half of them, or of two classes: nobody can tell.
    expect(place('lock/bolt')).toBe(-1);
    expect(place('lock/alarm')).toBe(-1);
  });

  it('are found by any name, case and underscores aside', () => {
    const resolve = classResolver(list, null);
    expect(resolve('Red_Fox')).toMatchObject({ name: 'red fox', place: 0 });
    expect(resolve('vulpes vulpes')).toMatchObject({ name: 'red fox', place: 0 });
    expect(resolve('brock | badger')).toMatchObject({ name: 'badger', place: 1 });
    expect(resolve('02435_Animalia_Chordata_Mammalia_Carnivora_Canidae_Vulpes_vulpes')).toMatchObject({
      place: 0,
    });
    expect(resolve('grey_wolf')).toEqual({ name: 'grey wolf', names: ['grey wolf'], place: -1 });
  });

  it('are found by codes, those of HAM10000 without a file', () => {
    const codes = knownCodes(['nv', 'MEL', 'UNK']);
    expect(classResolver(list, codes)('NV')).toMatchObject({ name: 'melanocytic nevus', place: 3 });
    expect(classResolver(list, codes)('bcc')).toMatchObject({ name: 'basal cell carcinoma', place: -1 });
    expect(knownCodes(['nv'])).toBeNull();
    expect(knownCodes(['nv', 'fox'])).toBeNull();
  });

  it('are named by a table of codes, with all of its names', () => {
    const codes = codesOfTable(
      ['id', 'scientific_name', 'common_name'],
      [
        ['0017', 'Vulpes vulpes', 'Red fox'],
        ['18', 'Meles meles', ''],
        ['', 'x', 'y'],
      ],
    )!;
    expect([...codes]).toEqual([
      ['17', ['Vulpes vulpes', 'Red fox']],
      ['18', ['Meles meles']],
    ]);
    expect(classResolver(list, codes)('17')).toMatchObject({ name: 'red fox', place: 0 });
    expect(classResolver(list, codes)('018')).toMatchObject({ name: 'Meles meles', place: -1 });
    expect(codesOfTable(['date', 'name'], [['1', 'x']])).toBeNull();
  });
});
