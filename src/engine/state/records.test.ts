import { describe, expect, it } from 'vitest';
import { parseClasses } from '../../../core';
import { carryOver } from './records';

describe('class records', () => {
  const prompts = { zeroShot: 'a {}', retrieval: 'b {}' };
  it('keep what was derived for classes that stay the same', () => {
    const before = carryOver([], parseClasses('fern\nmoss').classes, prompts);
    before[0]!.prototype = {
      key: 'x',
      value: { own: new Float32Array(1), query: new Float32Array(1), names: [] },
    };
    const after = carryOver(before, parseClasses('moss\nfern\nlichen').classes, prompts);
    expect(after[1]).toBe(before[0]);
    expect(after[2]!.prototype).toBeNull();
    expect(carryOver(before, parseClasses('fern | bracken').classes, prompts)[0]).not.toBe(before[0]);
    expect(carryOver(before, parseClasses('fern').classes, { ...prompts, zeroShot: 'c {}' })[0]).not.toBe(
      before[0],
    );
  });
});
