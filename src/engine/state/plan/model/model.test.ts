import { describe, expect, it } from 'vitest';
import type { Backend, EncoderInfo } from '../../../../../workers/protocol';
import { embeddingsHold, type ModelWorld, stepForBackend } from './model';

const infoOf = (backend: Backend, change: Partial<EncoderInfo> = {}): EncoderInfo =>
  ({
    id: 'siglip',
    revision: 'main',
    width: 768,
    imageSize: 224,
    logitScale: 100,
    logitBias: 0,
    rung: { backend, precision: 'fp16', threads: 1 },
    ...change,
  }) as EncoderInfo;

const broken = { code: 'backend-unavailable', message: 'The device was lost.' } as const;

describe('a model at work', () => {
  const world = (backend: Backend, change: Partial<ModelWorld> = {}): ModelWorld => ({
    model: { status: 'ready', info: infoOf(backend) },
    forcedBackend: null,
    ...change,
  });

  it('goes on with the next back end where WebGPU breaks, once', () => {
    expect(stepForBackend(broken, world('webgpu'))).toBe('load on the next');
    expect(stepForBackend({ ...broken, code: 'self-test-failed' }, world('webgpu'))).toBe('load on the next');
    const loading = { status: 'loading', info: infoOf('webgpu') } as const;
    expect(stepForBackend(broken, world('webgpu', { model: loading }))).toBe('wait');
  });

  it('stays where there is no other, where the address fixed it, and where the error is a picture’s or a worker’s', () => {
    expect(stepForBackend(broken, world('wasm'))).toBe('stay');
    expect(stepForBackend(broken, world('webgpu', { forcedBackend: 'webgpu' }))).toBe('stay');
    expect(stepForBackend({ ...broken, code: 'image-unreadable' }, world('webgpu'))).toBe('stay');
    expect(stepForBackend({ ...broken, code: 'worker-failed' }, world('webgpu'))).toBe('stay');
    const loading = { status: 'loading', info: infoOf('webgpu') } as const;
    expect(stepForBackend({ ...broken, code: 'worker-failed' }, world('webgpu', { model: loading }))).toBe(
      'stay',
    );
  });

  it('keeps embeddings as long as the space is the same', () => {
    expect(embeddingsHold(null, infoOf('wasm'))).toBe(false);
    expect(embeddingsHold(infoOf('wasm'), infoOf('wasm'))).toBe(true);
    expect(embeddingsHold(infoOf('wasm'), infoOf('wasm', { revision: 'other' }))).toBe(false);
  });
});
