import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { animalsIn, classifiedBoxes, cropAround, cropKey } from './crop';
import type { DetectedBox } from './recognitions';

const box = (category: string, conf: number, bbox: DetectedBox['bbox'] = [0.1, 0.2, 0.3, 0.4]) =>
  ({ category, conf, bbox }) satisfies DetectedBox;

describe('which boxes are classified', () => {
  const boxes = [
    box('person', 0.99),
    box('vehicle', 0.95),
    box('animal', 0.9),
    box('animal', 0.3, [0.5, 0.5, 0.2, 0.2]),
  ];

  it('are those of animals, the surest first, never a person or a vehicle', () => {
    expect(animalsIn(boxes, 0.2)).toEqual([boxes[2], boxes[3]]);
    expect(classifiedBoxes(boxes, { classify: 'animal', from: 0.2 })).toEqual([boxes[2], boxes[3]]);
    expect(classifiedBoxes(boxes, { classify: 'animal', from: 0.5 })).toEqual([boxes[2]]);
    expect(animalsIn([box('red deer', 0.5)], 0.2)).toHaveLength(1);
  });

  it('has each place once, as the surest box says', () => {
    const twice = [box('animal', 0.9), box('bird', 0.8), box('animal', 0.7, [0.5, 0.5, 0.1, 0.1])];
    expect(animalsIn(twice, 0)).toEqual([twice[0], twice[2]]);
  });

  it('are none, so the whole photo, below the threshold, without boxes, and where the photo is asked for', () => {
    expect(classifiedBoxes(boxes, { classify: 'animal', from: 0.91 })).toEqual([]);
    expect(classifiedBoxes([], { classify: 'animal', from: 0 })).toEqual([]);
    expect(classifiedBoxes(null, { classify: 'animal', from: 0 })).toEqual([]);
    expect(classifiedBoxes(boxes, { classify: 'photo', from: 0 })).toEqual([]);
  });

  it('are told apart by where it lies, and by nothing else', () => {
    expect(cropKey(null)).toBe('');
    expect(cropKey(box('animal', 0.9))).toBe(cropKey(box('bird', 0.2)));
    expect(cropKey(box('animal', 0.9))).not.toBe(cropKey(box('animal', 0.9, [0.1, 0.2, 0.3, 0.401])));
  });
});

describe('cropAround', () => {
  it('is the square around the box with a tenth more on each side', () => {
    // 200 × 100 px in the middle: the longer side and a tenth of it on either side, both ways.
    expect(cropAround([0.4, 0.45, 0.2, 0.1], { width: 1000, height: 1000 })).toEqual({
      left: 380,
      top: 380,
      width: 240,
      height: 240,
    });
  });

  it('moves inside at an edge, and is cut where the picture is narrower', () => {
    expect(cropAround([0, 0.9, 0.1, 0.1], { width: 1000, height: 1000 })).toEqual({
      left: 0,
      top: 880,
      width: 120,
      height: 120,
    });
    expect(cropAround([0, 0, 1, 1], { width: 640, height: 480 })).toEqual({
      left: 0,
      top: 0,
      width: 640,
      height: 480,
    });
  });

  it('lies within every picture, has a pixel at least, and holds the box where there is room', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const size = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(part, part, part, part, size, size, (left, top, right, bottom, width, height) => {
        const bbox = [
          left,
          top,
          Math.max(1e-6, right * (1 - left)),
          Math.max(1e-6, bottom * (1 - top)),
        ] as const;
        const crop = cropAround(bbox, { width, height });
        expect(Object.values(crop).every(Number.isInteger)).toBe(true);
        expect(crop.left >= 0 && crop.top >= 0 && crop.width >= 1 && crop.height >= 1).toBe(true);
        expect(crop.left + crop.width <= width && crop.top + crop.height <= height).toBe(true);
        // A pixel is what rounding takes.
        expect(crop.left - 1 <= bbox[0] * width).toBe(true);
        expect(crop.left + crop.width + 1 >= Math.min(width, (bbox[0] + bbox[2]) * width)).toBe(true);
      }),
    );
  });
});
