import { beforeEach, expect, it, vi } from 'vitest';
import { photoOf } from '../../../../workers/projects/testing/records';
import { parametersOf, type TuningReply } from '../../../engine';
import { requestOf, requestToKeep } from '../../../engine/state/request/request';
import { silentEngine } from '../../../engine/testing/silent-engine';
import { forgetSteps, undo } from '../../undo/undo';
import { takeProposal, tunedOn } from './tuning-state';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  forgetSteps();
  return () => vi.unstubAllGlobals();
});

it('what settings were tuned on is known after a reload, whatever ids photos have then, and goes with Undo', () => {
  const { engine } = silentEngine();
  engine.addPhotos(['a.jpg', 'b.jpg', 'c.jpg'].map((name) => new File(['x'], name)));
  const { photoIds } = engine.getState();
  const before = parametersOf(engine.getState().request);
  const proposal = { method: 'core', parameters: { ...before, alpha: 0.35, beta: 0.4 } };
  takeProposal(engine, {
    proposal,
    tuned: { ...proposal, photos: photoIds.slice(0, 2) },
  } as unknown as TuningReply);
  expect(tunedOn(engine, 'core', photoIds)).toBe(2);

  const kept = JSON.parse(JSON.stringify(requestToKeep(engine.getState().request, 'https://here.example/')));
  const restored = requestOf(kept, 'https://here.example/');
  const later = silentEngine().engine;
  later.setTuned(restored.tuned);
  later.setParameters(restored.parameters.core!, 'core');
  const open = () => Promise.reject(new Error('not read here'));
  const photos = [photoOf(4, { file: 'b.jpg' }), photoOf(5, { file: 'd.jpg' })];
  const ids = later.restorePhotos(
    photos.map((photo) => ({ photo, work: null, thumbnail: null, isFileGone: false, open })),
  );
  expect(tunedOn(later, 'core', ids)).toBe(1);
  // Another setting was not tuned.
  later.setParameters({ alpha: 0.1 }, 'core');
  expect(tunedOn(later, 'core', ids)).toBe(0);

  undo();
  expect(engine.getState().request.tuned).toBeNull();
  expect(requestOf({ ...kept, tuned: 7 }, 'https://here.example/').tuned).toBeNull();
});
