import type { Fit, PreprocessorSettings } from '../checkpoint/preprocessor';
import type { ResizeKernel } from './kernel/resize-kernel';
import type { PixelSource } from './pixel-source';
import { resize } from './resize';

/** A picture as `[size, size, 3]` RGB: resized as the checkpoint asks, and of what is larger the square in the middle. */
export function fitToSquare(
  source: PixelSource,
  { imageSize, fit, resample }: Pick<PreprocessorSettings, 'imageSize' | 'fit' | 'resample'>,
  kernel: ResizeKernel | null = null,
): Promise<Uint8Array> {
  const [width, height] = resizedSides(source, fit);
  const window = {
    left: middle(width - imageSize, fit),
    top: middle(height - imageSize, fit),
    width: imageSize,
    height: imageSize,
  };
  return resize(source, width, height, resample, window, kernel);
}

/** Width and height after the resize: transformers and torchvision round the longer side down. */
function resizedSides({ width, height }: PixelSource, { kind, side }: Fit): [number, number] {
  if (kind === 'squeeze') return [side, side];
  return width <= height
    ? [side, Math.trunc((side * height) / width)]
    : [Math.trunc((side * width) / height), side];
}

/** Where the middle begins when `rest` pixels are cut off in all. */
function middle(rest: number, { rounding }: Fit): number {
  const down = Math.floor(rest / 2);
  return rounding === 'half-even' && rest % 2 !== 0 && down % 2 !== 0 ? down + 1 : down;
}
