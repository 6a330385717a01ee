import { beforeEach, expect, it, vi } from 'vitest';
import { photoOf } from '../../../../workers/projects/testing/records';
import type { FoundLabels } from '../../../../workers/protocol';
import { requestOf, requestToKeep } from '../../../engine/state/request/request';
import { silentEngine } from '../../../engine/testing/silent-engine';
import { forgetSteps, redo, undo, useUndo } from '../../undo/undo';
import { groupsOf } from '../groups';
import { takeLabels } from './take-labels';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  forgetSteps();
  return () => vi.unstubAllGlobals();
});

const found = (groups: readonly (string | null)[]): FoundLabels => ({
  matched: groups.map((group, photo) => ({
    photo,
    className: 'nevus',
    label: { file: `${photo}.jpg`, className: 'nv', part: null, group },
  })),
  ...{
    total: groups.length,
    unlisted: [],
    classes: [],
    problems: [],
    folders: null,
    training: null,
    trainingPhotos: 0,
  },
  ...{ photosWithout: [], labelsWithout: [], ambiguous: [], taken: [] },
});

it('groups that come with labels are the photos’ own, and go and come with Undo and Redo', () => {
  const { engine } = silentEngine();
  engine.addPhotos(['0.jpg', '1.jpg', '2.jpg'].map((name) => new File(['x'], name)));
  const { photoIds } = engine.getState();
  const groups = () => [...groupsOf(engine, photoIds, 'labels').values()];
  takeLabels(engine, photoIds, found(['lesion 1', 'lesion 1', null]));
  expect(groups()).toEqual(['lesion 1', 'lesion 1']);
  undo();
  expect([groups(), engine.photo(photoIds[0]!)]).toEqual([[], expect.objectContaining({ label: null })]);
  redo();
  expect(groups()).toEqual(['lesion 1', 'lesion 1']);

  // The same labels with another grouping: a step of its own.
  takeLabels(engine, photoIds, found(['lesion 1', 'lesion 2', null]));
  expect(groups()).toEqual(['lesion 1', 'lesion 2']);
  expect(useUndo.getState().notice?.words).toContain('1 photo grouped');
  undo();
  expect(groups()).toEqual(['lesion 1', 'lesion 1']);
  // Nothing new is no step.
  const { stack } = useUndo.getState();
  takeLabels(engine, photoIds, found(['lesion 1', 'lesion 1', null]));
  expect(useUndo.getState().stack).toBe(stack);
});

it('counts of training photos come with labels or alone, go with Undo, and outlive a reload', () => {
  const { engine } = silentEngine();
  engine.addPhotos([new File(['x'], '0.jpg')]);
  const { photoIds } = engine.getState();
  const classes = [{ name: 'nevus', names: ['nevus', 'nv'], place: 0, count: 5 }];
  const counts = { of: 'counts.csv', classes: [{ name: 'nevus', count: 5 }] };
  const known = () => engine.getState().request.trainingCounts;
  const alone = { ...found([]), training: { of: 'counts.csv', classes } };
  takeLabels(engine, photoIds, alone);
  expect([known(), useUndo.getState().notice?.words]).toEqual([
    counts,
    'Training photos of 1 class counted.',
  ]);
  const kept = JSON.parse(JSON.stringify(requestToKeep(engine.getState().request, 'https://here.example/')));
  expect(requestOf(kept, 'https://here.example/').trainingCounts).toEqual(counts);
  // Labels that say nothing of training leave them.
  takeLabels(engine, photoIds, found([null]));
  expect([known(), engine.photo(photoIds[0]!)?.label?.className]).toEqual([counts, 'nevus']);
  undo();
  undo();
  expect(known()).toBeNull();
  redo();
  expect(known()).toEqual(counts);
  // The same counts again are no step.
  const { stack } = useUndo.getState();
  takeLabels(engine, photoIds, alone);
  expect(useUndo.getState().stack).toBe(stack);
});

it('groups of a project that is opened again are those of its photos', () => {
  const { engine } = silentEngine();
  const photos = [photoOf(1, { group: 'site 4' }), photoOf(2), photoOf(3, { group: 'site 4' })];
  const open = () => Promise.reject(new Error('not read here'));
  const ids = engine.restorePhotos(
    photos.map((photo) => ({ photo, work: null, thumbnail: null, isFileGone: false, open })),
  );
  // Unasked too: figures of photos by themselves would promise more than they hold.
  expect(groupsOf(engine, ids, null)).toEqual(groupsOf(engine, ids, 'labels'));
  expect(groupsOf(engine, [ids[1]!], null).size).toBe(0);
  expect([...groupsOf(engine, ids, 'labels')]).toEqual([
    [ids[0], 'site 4'],
    [ids[2], 'site 4'],
  ]);
});
