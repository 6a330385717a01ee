import { describe, expect, it } from 'vitest';
import { classListReader, parseClasses } from '../../../core';
import { type ClassRecord, carryOver } from './records';

describe('class records', () => {
  const prompts = { zeroShot: 'a {}', retrieval: 'b {}' };
  const others = { ...prompts, zeroShot: 'c {}' };
  const recordsOf = (text: string) =>
    carryOver({ classes: [], prompts }, parseClasses(text).classes, prompts);
  const next = (classes: readonly ClassRecord[], text: string, now = prompts) =>
    carryOver({ classes, prompts }, parseClasses(text).classes, now);

  it('keep what was derived for classes that stay the same', () => {
    const before = recordsOf('fern\nmoss');
    before[0]!.prototype = {
      key: 'x',
      value: { own: new Float32Array(1), query: new Float32Array(1), names: [] },
    };
    const longer = next(before, 'moss\nfern\nlichen');
    expect(longer[1]).toBe(before[0]);
    expect(longer[2]!.prototype).toBeNull();
    expect(next(before, 'fern | bracken')[0]).not.toBe(before[0]);
    expect(next(before, 'fern', others)[0]).not.toBe(before[0]);
  });

  it('are the same, and as many are kept, where lines that were read before are not read anew', () => {
    const read = classListReader();
    const first = carryOver(
      { classes: [], prompts },
      read('fern\nmoss | sphagnum\n> green').classes,
      prompts,
    );
    const second = carryOver(
      { classes: first, prompts },
      read('moss | sphagnum\n> green\nfern').classes,
      prompts,
    );
    expect(second[0]).toBe(first[1]);
    expect(second[1]).toBe(first[0]);
    const third = carryOver({ classes: first, prompts }, read('fern\nmoss | sphagnum').classes, others);
    expect(third.map(({ key }) => key)).toEqual(
      next([], 'fern\nmoss | sphagnum', others).map(({ key }) => key),
    );
  });
});
