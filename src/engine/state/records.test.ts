import { describe, expect, it } from 'vitest';
import { classListReader, finished, parseClasses } from '../../../core';
import { type ClassRecord, carryOver } from './records';

describe('class records', () => {
  const prompts = { zeroShot: 'a {}', retrieval: 'b {}' };
  const others = { ...prompts, zeroShot: 'c {}' };
  const recordsOf = (text: string) =>
    finished(carryOver({ classes: [], prompts }, parseClasses(text).classes, prompts));
  const next = (classes: readonly ClassRecord[], text: string, now = prompts) =>
    finished(carryOver({ classes, prompts }, parseClasses(text).classes, now));

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
    const reader = classListReader();
    const read = (text: string, before: readonly ClassRecord[], now = prompts) =>
      finished(carryOver({ classes: before, prompts }, finished(reader(text)).classes, now));
    const first = read('fern\nmoss | sphagnum\n> green', []);
    const second = read('moss | sphagnum\n> green\nfern', first);
    expect(second[0]).toBe(first[1]);
    expect(second[1]).toBe(first[0]);
    const third = read('fern\nmoss | sphagnum', first, others);
    expect(third.map(({ key }) => key)).toEqual(
      next([], 'fern\nmoss | sphagnum', others).map(({ key }) => key),
    );
  });
});
