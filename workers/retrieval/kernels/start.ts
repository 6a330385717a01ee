import { type Build, Kernels } from './kernels';
import { startBinding } from './wasm';

/**
 * A module whose one function uses i32x4.relaxed_dot_i8x16_i7x16_add_s, the instruction that build lives by:
 * (module (func (param v128) (result v128) local.get 0 local.get 0 local.get 0 i32x4.relaxed_dot…))
 */
const RELAXED_SIMD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7b, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00, 0xfd, 0x93, 0x02, 0x0b],
);

/** The relaxed-SIMD build where this engine knows the instructions, else the baseline. */
export function preferredBuild(): Build {
  return WebAssembly.validate(RELAXED_SIMD_PROBE) ? 'relaxed-simd' : 'baseline';
}

/**
 * Starts the preferred build, or the baseline where that one does not start or does not count right.
 * @param width d
 * @param load the compiled module of a build
 * @throws FernglassError `worker-failed` when neither runs here.
 */
export async function startKernels(
  width: number,
  load: (build: Build) => Promise<BufferSource>,
  preferred = preferredBuild(),
): Promise<Kernels> {
  if (preferred === 'relaxed-simd') {
    try {
      const kernels = new Kernels(await startBinding(await load(preferred)), preferred, width);
      // V8 11.3 on processors with AVX-VNNI adds relaxed dot products up wrongly.
      if (kernels.countsRight()) return kernels;
    } catch {
      // The baseline's own error, if it has one, says what is wrong.
    }
  }
  return new Kernels(await startBinding(await load('baseline')), 'baseline', width);
}
