import { describe, expect, it } from 'vitest';
import { METHODS, PAPER_SETTINGS, POCKET_SETTINGS, readParameters } from '../../../../core';
import type { Request } from '../types';
import { initialParameters, movedParameters, parametersOf, restoreParameters } from './parameters';
import { defaultRequest } from './request';

const request = defaultRequest('https://here.example/');
const elsewhere: Request['model'] = { ...request.model, id: 'Xenova/siglip-base-patch16-224' };

describe('parameters', () => {
  it('start where the paper does, but for a checkpoint that has values of its own', () => {
    expect(parametersOf(request)).toEqual(POCKET_SETTINGS);
    expect(parametersOf({ ...request, model: elsewhere })).toEqual(PAPER_SETTINGS);
    for (const method of METHODS) {
      const initial = initialParameters(method, elsewhere);
      expect(readParameters(method, initial)).toEqual(initial);
      expect(initialParameters(method, elsewhere)).toBe(initial);
    }
  });

  it('keep only what was moved, by method', () => {
    const moved = { ...request, parameters: movedParameters(request, { alpha: 0.3 }) };
    expect(parametersOf(moved)).toEqual({ ...POCKET_SETTINGS, alpha: 0.3 });
    const other = { ...moved, method: 'zlap' };
    expect(parametersOf(other)).toMatchObject({ k: 5 });
    const both = { ...other, parameters: movedParameters(other, { k: 7 }) };
    expect(Object.keys(both.parameters)).toEqual(['core', 'zlap']);
    const back = { ...both, method: 'core' };
    expect(movedParameters(back, { alpha: POCKET_SETTINGS.alpha })).toEqual({
      zlap: { k: 7, gamma: 5, alpha: 0.3 },
    });
  });

  it('follow the model until somebody moves them', () => {
    const moved = { ...request, parameters: movedParameters(request, { k: 4 }), model: elsewhere };
    expect(parametersOf(moved)).toEqual({ ...POCKET_SETTINGS, k: 4 });
  });

  it('refuse what is out of bounds', () => {
    expect(() => movedParameters(request, { alpha: 2 })).toThrow('must be a number between 0 and 1');
  });

  it('come back from storage as far as they fit', () => {
    expect(restoreParameters({ core: { k: 99 }, 'x-more': { k: 4 }, gone: { a: 1 }, zlap: 3 })).toEqual({
      'x-more': { k: 4, pairs: 128 },
    });
    expect(restoreParameters('nothing')).toEqual({});
  });
});
