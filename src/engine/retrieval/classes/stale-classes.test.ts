import { expect, it } from 'vitest';
import { finished } from '../../../../core';
import { classListSteps } from '../../state/class-list';
import type { ClassRecord } from '../../state/records';
import { StaleClasses } from './stale-classes';

const prompts = { zeroShot: 'a {}', retrieval: 'a {}' };
const listOf = (...names: string[]) =>
  finished(classListSteps({ classesText: names.join('\n'), prompts }, { classes: [], prompts })).classes;

it('finds classes that lack something in their order, until they lack it no more, and all again under another key', () => {
  const data = { classes: listOf('fern', 'moss', 'ivy'), classesBuilt: 0 };
  const done = new Map<ClassRecord, string>();
  let looks = 0;
  const stale = new StaleClasses(data, (record, key) => {
    looks++;
    return done.get(record) !== key;
  });
  const next = (key: string, most = 2) => stale.next(key, most).map(({ names }) => names.name);
  expect([next('1'), next('1')]).toEqual([
    ['fern', 'moss'],
    ['fern', 'moss'],
  ]);
  // The first may fail, and comes again though later ones are done.
  done.set(data.classes[1]!, '1');
  expect(next('1')).toEqual(['fern', 'ivy']);
  for (const record of data.classes) done.set(record, '1');
  expect(next('1')).toEqual([]);
  looks = 0;
  expect([next('1'), looks]).toEqual([[], 0]);
  expect(next('2', 9)).toEqual(['fern', 'moss', 'ivy']);
});

it('looks again when the list is another, or a class got its prototype', () => {
  const data = { classes: listOf('fern', 'moss'), classesBuilt: 0 };
  const ready = new Set<ClassRecord>();
  const stale = new StaleClasses(data, (record) => ready.has(record));
  expect(stale.next('1', 9)).toEqual([]);
  ready.add(data.classes[0]!);
  data.classesBuilt++;
  expect(stale.next('1', 9)).toEqual([data.classes[0]]);
  data.classes = [...data.classes].reverse();
  ready.add(data.classes[0]!);
  expect(stale.next('1', 9)).toEqual(data.classes);
});
