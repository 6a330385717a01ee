import { expect, test, vi } from 'vitest';
import type { EngineState } from '../../../../engine';
import { takeModel } from './take-model';

const ferns = { layout: 'device', id: 'ferns', revision: 'a' } as const;

function taken(status: EngineState['model']['status'], source: EngineState['request']['model']) {
  const state = { request: { model: ferns }, model: { status } } as EngineState;
  const engine = { getState: () => state, setModel: vi.fn(), retryModel: vi.fn() };
  takeModel(engine, source);
  return { set: engine.setModel.mock.calls.flat(), retried: engine.retryModel.mock.calls.length };
}

test('another model is asked for', () => {
  const other = { ...ferns, revision: 'b' };
  expect(taken('ready', other)).toEqual({ set: [other], retried: 0 });
});

test.each(['paused', 'failed'] as const)('the same one that is %s goes on', (status) => {
  expect(taken(status, { ...ferns })).toEqual({ set: [], retried: 1 });
});

test.each(['ready', 'loading'] as const)('the same one that is %s is left alone', (status) => {
  expect(taken(status, { ...ferns })).toEqual({ set: [], retried: 0 });
});
