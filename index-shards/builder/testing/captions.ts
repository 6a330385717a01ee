const OBJECTS = ['fern', 'lamp', 'bridge', 'resistor', 'river', 'cat', 'chair', 'violin'];
const PLACES = ['on a wall', 'in the rain', 'beside a road', 'at night', 'in a drawer', 'under glass'];

/** Different captions, some of which resemble each other. */
export function someCaptions(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) =>
      `a number ${i} ${OBJECTS[i % 8]} ${PLACES[Math.floor(i / 8) % 6]} with label ${(i * 7919) % 3001}`,
  );
}
