import { expect, test } from 'vitest';
import { dot, exactTopK, row } from '../../core';
import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import { structuredRotation } from './codes/rotation';
import { exactRows, exactRowsCompiled } from './truth';
import { World } from './world';

const world = new World({ n: 2000, d: 96, seed: 3, decay: 0.8 });

test('a caption is the same alone and among others, and every row is normalised', () => {
  const many = world.captions(100, 20);
  for (let i = 0; i < 20; i++) {
    expect(row(world.captions(100 + i, 1), 0)).toEqual(row(many, i));
    expect(dot(row(many, i), row(many, i))).toBeCloseTo(1, 5);
  }
});

test('captions share a mean; pictures lie apart from it, and have near captions all the same', () => {
  const captions = world.captions(0, 2000);
  const cosine = (a: Float32Array, rows: number) =>
    Array.from({ length: rows }, (_, i) => dot(a, row(captions, i))).reduce((sum, x) => sum + x / rows, 0);
  const texts = world.queries('text', 20);
  for (const set of ['q2', 'q1'] as const) {
    const pictures = world.queries(set, 20);
    for (let q = 0; q < 20; q++) {
      const mean = cosine(row(pictures, q), 2000);
      expect(Math.abs(mean)).toBeLessThan(0.15);
      expect(mean).toBeLessThan(cosine(row(texts, q), 2000));
      expect(exactTopK(captions, row(pictures, q), 1)[0]!.similarity).toBeGreaterThan(mean + 0.1);
    }
  }
});

test('the exact answers are those of the exact search', async () => {
  const captions = world.captions(0, 500);
  const queries = world.queries('q2', 10);
  const found = exactRows(captions, queries, 10);
  expect(exactRowsCompiled(captions, queries, 10, await kernelsInNode(96))).toEqual(found);
  for (let q = 0; q < 10; q++)
    expect(found[q]).toEqual(exactTopK(captions, row(queries, q), 10).map(({ index }) => index));
});

test('a rotation keeps lengths and angles and leaves no axis in place', () => {
  for (const d of [96, 768, 50]) {
    const rotate = structuredRotation(d, 5);
    const axes = [0, d - 1].map((i) => {
      const axis = new Float32Array(d);
      axis[i] = 1;
      rotate(axis);
      return axis;
    });
    expect(dot(axes[0]!, axes[0]!)).toBeCloseTo(1, 4);
    expect(dot(axes[0]!, axes[1]!)).toBeCloseTo(0, 4);
    if (d !== 50) for (const axis of axes) expect(Math.max(...axis.map(Math.abs))).toBeLessThan(0.75);
  }
});
