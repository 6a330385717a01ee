import { describe, expect, it } from 'vitest';
import { neighbour } from './move';

// a b c
// d e f
// g
const photos = [...'abcdefg'];
const from = (id: string, key: string) => neighbour(photos, id, key, 3);

describe('moving over the light table', () => {
  it('goes to all four sides', () => {
    expect([from('e', 'ArrowLeft'), from('e', 'ArrowRight'), from('e', 'ArrowUp')]).toEqual(['d', 'f', 'b']);
    expect(from('a', 'ArrowDown')).toBe('d');
  });

  it('falls to the last photo where the last row is short', () => {
    expect(from('f', 'ArrowDown')).toBe('g');
    expect(from('d', 'ArrowDown')).toBe('g');
  });

  it('stays at the edges', () => {
    expect(from('a', 'ArrowLeft')).toBeNull();
    expect(from('g', 'ArrowRight')).toBeNull();
    expect(from('b', 'ArrowUp')).toBeNull();
    expect(from('g', 'ArrowDown')).toBeNull();
  });

  it('jumps to the ends and leaves other keys and unknown photos alone', () => {
    expect(from('d', 'Home')).toBe('a');
    expect(from('d', 'End')).toBe('g');
    expect(from('d', 'x')).toBeNull();
    expect(from('z', 'ArrowLeft')).toBeNull();
  });
});
