import { describe, expect, it } from 'vitest';
import { bytes, cosine, count, counted, percent, setting } from './formats';

describe('formats', () => {
  it('groups thousands and inflects', () => {
    expect(count(12431)).toBe('12,431');
    expect(counted(1, 'photo')).toBe('1 photo');
    expect(counted(0, 'photo')).toBe('0 photos');
    expect(counted(2, 'class', 'classes')).toBe('2 classes');
  });

  it('picks the unit of bytes and never shows four digits', () => {
    expect(bytes(0)).toBe('0 B');
    expect(bytes(1_500)).toBe('1.5 kB');
    expect(bytes(18_400_000)).toBe('18 MB');
    expect(bytes(999_700)).toBe('1.0 MB');
    expect(bytes(9_960_000)).toBe('10 MB');
  });

  it('never rounds a share to a certainty that is none', () => {
    expect(percent(0)).toBe('0 %');
    expect(percent(0.001)).toBe('<1 %');
    expect(percent(0.347)).toBe('35 %');
    expect(percent(0.9999)).toBe('>99 %');
    expect(percent(1)).toBe('100 %');
  });

  it('writes cosines and settings', () => {
    expect(cosine(-0.01234)).toBe('−0.012');
    expect(setting(0.1 + 0.1)).toBe('0.2');
    expect(setting(1000)).toBe('1000');
    expect(setting(0.001)).toBe('0.001');
  });
});
