import { describe, expect, it } from 'vitest';
import { LIMITS, METHODS, methodById, PAPER_SETTINGS, paperValues } from '../../../../core';
import { captionsRead, isListReady, nextForScoring, stepForSettings } from './scoring';
import { basis, classOf } from './testing/records';

describe('the scorer', () => {
  it('puts atoms together before it measures with them, and takes labels anew once all are measured', () => {
    const behind = { areLabelsBehind: true };
    expect(nextForScoring({ gathering: 'classes', hasSteps: true, ...behind })).toBe('gather');
    expect(nextForScoring({ gathering: null, hasSteps: true, ...behind })).toBe('measure');
    expect(nextForScoring({ gathering: null, hasSteps: false, ...behind })).toBe('tell labels');
    expect(nextForScoring({ gathering: null, hasSteps: false, areLabelsBehind: false })).toBeNull();
  });

  it('takes a setting at once unless it reads captions to another depth', () => {
    expect(stepForSettings(10, 10, null)).toBe('take');
    // Classes alone are put together to the depth that there is.
    expect(stepForSettings(10, 10, 'classes')).toBe('take');
    expect(stepForSettings(10, 10, 'photos')).toBe('wait');
    expect(stepForSettings(10, 20, 'photos')).toBe('gather photos');
    expect(stepForSettings(10, 20, null)).toBe('gather photos');
  });

  it('reads as many captions as the paper for all of its settings, and all beyond', () => {
    const core = methodById('core')!;
    const { k } = paperValues(core);
    expect(captionsRead(core, { k: 1 })).toBe(captionsRead(core, { k: k! }));
    expect(captionsRead(core, { k: Number(k) + 1 })).toBe(LIMITS.k.max);
    expect(captionsRead(methodById('zero-shot')!, {})).toBe(PAPER_SETTINGS.k);
    for (const method of METHODS)
      expect(captionsRead(method, paperValues(method))).toBeLessThanOrEqual(LIMITS.k.max);
  });

  it('shows a list once every class of it is embedded in the space of today', () => {
    expect(isListReady([classOf('fern'), classOf('moss')], basis)).toBe(true);
    expect(isListReady([classOf('fern'), classOf('moss', 'another')], basis)).toBe(false);
    expect(isListReady([], basis)).toBe(true);
  });
});
