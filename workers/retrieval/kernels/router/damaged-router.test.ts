import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { FernglassError } from '../../../../core';
import type { Kernels, Router } from '..';
import { kernelsInNode } from '../node';
import { graphFault } from './router-graph';

const WIDTH = 16;
const LISTS = 60;
/** Where the graph begins behind the centroids, and what follows its heads: levels, then lists with their links. */
const HEAD = 8 + LISTS * WIDTH;
const LEVELS = HEAD + 64 + 40;

const centroids = Int8Array.from({ length: LISTS * WIDTH }, (_, i) => ((i * i * 37 + 11 * i) % 251) - 125);
const queries = Array.from({ length: 4 }, (_, q) =>
  Float32Array.from({ length: WIDTH }, (_, i) => Math.sin(3 * q + i)),
);
let kernels: Kernels;
let graph: Uint8Array<ArrayBuffer>;
let whole: Router;
let expected: number[][];

beforeAll(async () => {
  kernels = await kernelsInNode(WIDTH);
  graph = kernels.buildRouter(centroids);
  whole = kernels.openRouter(graph, LISTS);
  expected = queries.map((query) => [...whole.nearest(query, 8)]);
});

/**
 * Opens a graph and routes by it, or has it refused; either way the whole graph beside it in the same memory routes as
 * before: nothing was written where it should not be.
 */
function routeOrRefuse(bytes: Uint8Array): 'routes' | 'refused' {
  const outcome = attempt();
  expect(queries.map((query) => [...whole.nearest(query, 8)])).toEqual(expected);
  return outcome;

  function attempt() {
    let router: Router;
    try {
      router = kernels.openRouter(bytes, LISTS);
    } catch (error) {
      expect(error).toBeInstanceOf(FernglassError);
      expect(error).toMatchObject({ code: 'shard-corrupt' });
      return 'refused' as const;
    }
    for (const query of queries) {
      const found = router.nearest(query, 8);
      expect(new Set(found).size).toBe(found.length);
      for (const list of found) expect(list).toBeLessThan(LISTS);
      expect(router.closeness(query)).toHaveLength(LISTS);
    }
    router.free();
    return 'routes' as const;
  }
}

// Fault: damaged on the way × index; claims too much × index
describe('a router’s graph', () => {
  test('that is whole routes', () => {
    expect(graphFault(graph, LISTS, WIDTH)).toBeNull();
    expect(routeOrRefuse(graph)).toBe('routes');
  });

  test('with bytes changed, cut off or added routes or is refused: no trap, no endless search, no stray write', () => {
    // Behind the centroids every byte means something.
    const at = fc.oneof(
      fc.integer({ min: HEAD, max: graph.length - 1 }),
      fc.integer({ min: HEAD, max: LEVELS + 2 * LISTS }),
      fc.nat(graph.length - 1),
    );
    const change = fc.record({ at, bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat(graph.length)),
        fc.uint8Array({ maxLength: 40 }),
        (changes, end, more) => {
          const damaged = new Uint8Array(graph.length + more.length);
          damaged.set(graph);
          damaged.set(more, graph.length);
          for (const { at, bytes } of changes) damaged.set(bytes.subarray(0, damaged.length - at), at);
          routeOrRefuse(end === null ? damaged : damaged.subarray(0, end));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('with one number replaced by a wild one routes or is refused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: graph.length - 4 }),
        fc.constantFrom(0, 1, LISTS - 1, LISTS, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
        (at, value) => {
          const damaged = graph.slice();
          new DataView(damaged.buffer).setUint32(at, value, true);
          routeOrRefuse(damaged);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('whose links lead to other lists, all within it, routes: a search ends however they lie', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(LISTS - 1), { minLength: 1, maxLength: 50 }), (targets) => {
        const damaged = graph.slice();
        const view = new DataView(damaged.buffer);
        eachLink(view, (at, level, levels, i) => {
          const to = targets[i % targets.length]!;
          if (levels[to]! >= level) view.setUint32(at, to, true);
        });
        expect(routeOrRefuse(damaged)).toBe('routes');
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, (view: DataView) => void]>([
    ['a link beyond its lists', (view) => firstLink(view, (at) => view.setUint32(at, LISTS, true))],
    ['a link to a list that is not on that level', (view) => upperLinkToGround(view)],
    ['more links than there is room for', (view) => view.setUint32(LEVELS + 2 * LISTS + 10, 2 ** 30, true)],
    ['an entry beyond its lists', (view) => view.setUint32(HEAD + 64 + 32, LISTS, true)],
    ['a level below the ground', (view) => view.setInt16(LEVELS, -3, true)],
    ['a list under another’s number', (view) => view.setUint32(LEVELS + 2 * LISTS, 7, true)],
    ['links by the billion', (view) => view.setUint32(HEAD + 64 + 8, 2 ** 31, true)],
    ['deleted lists', (view) => view.setUint32(HEAD + 25, 3, true)],
    ['another metric', (view) => view.setUint8(HEAD + 13, 99)],
  ])('with %s is refused', (_, damage) => {
    const damaged = graph.slice();
    damage(new DataView(damaged.buffer));
    expect(routeOrRefuse(damaged)).toBe('refused');
  });

  test('in whose place any bytes lie is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(routeOrRefuse(bytes)).toBe('refused');
      }),
    );
  });
});

type Use = (at: number, level: number, levels: readonly number[], i: number) => void;

/** Gives where each link lies, and its level. */
function eachLink(view: DataView, use: Use): void {
  const upper = Number(view.getBigUint64(HEAD + 64 + 8, true));
  const lowest = Number(view.getBigUint64(HEAD + 64 + 16, true));
  const levels = Array.from({ length: LISTS }, (_, list) => view.getInt16(LEVELS + 2 * list, true));
  let at = LEVELS + 2 * LISTS;
  let i = 0;
  for (const top of levels) {
    at += 10;
    for (let level = 0; level <= top; level++) {
      const links = view.getUint32(at, true);
      for (let link = 0; link < links; link++) use(at + 4 + 4 * link, level, levels, i++);
      at += 4 + 4 * (level === 0 ? lowest : upper);
    }
  }
}

function firstLink(view: DataView, use: (at: number) => void): void {
  eachLink(view, (at, _, __, i) => i === 0 && use(at));
}

function upperLinkToGround(view: DataView): void {
  let done = false;
  eachLink(view, (at, level, levels) => {
    if (level === 0 || done) return;
    view.setUint32(at, levels.indexOf(0), true);
    done = true;
  });
  expect(done).toBe(true);
}
