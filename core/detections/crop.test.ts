import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { animalIn, classifiedBox, cropAround, cropKey } from './crop';
import type { DetectedBox } from './recognitions';

const box = (category: string, conf: number, bbox: DetectedBox['bbox'] = [0.1, 0.2, 0.3, 0.4]) =>
  ({ category, conf, bbox }) satisfies DetectedBox;

describe('which box is classified', () => {
  const boxes = [box('person', 0.99), box('vehicle', 0.95), box('animal', 0.9), box('animal', 0.3)];

  it('is the surest of an animal, never a person or a vehicle', () => {
    expect(animalIn(boxes, 0.2)).toBe(boxes[2]);
    expect(classifiedBox(boxes, { classify: 'animal', from: 0.2 })).toBe(boxes[2]);
    expect(animalIn([box('red deer', 0.5)], 0.2)?.category).toBe('red deer');
  });

  it('is none, so the whole photo, below the threshold, without boxes, and where the photo is asked for', () => {
    expect(classifiedBox(boxes, { classify: 'animal', from: 0.91 })).toBeNull();
    expect(classifiedBox([], { classify: 'animal', from: 0 })).toBeNull();
    expect(classifiedBox(null, { classify: 'animal', from: 0 })).toBeNull();
    expect(classifiedBox(boxes, { classify: 'photo', from: 0 })).toBeNull();
  });

  it('is told apart by where it lies, and by nothing else', () => {
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
