import { env } from '@huggingface/transformers';
import mjsUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { InferenceSession } from 'onnxruntime-web/webgpu';
import { FernglassError } from '../../core';
import type { Capabilities, Rung } from '../protocol';
import { markStart } from '../protocol';
import { identityModel } from './identity-model';

/** More threads than this gain nothing on towers of this size. */
const MOST_THREADS = 8;

/** What this browser offers, as this worker sees it: `navigator.gpu` may exist without an adapter behind it. */
export async function readCapabilities(): Promise<Capabilities> {
  const adapter = await navigator.gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  const threads = threadsHere();
  if (!adapter) return { webgpu: null, threads };
  const { info } = adapter;
  return {
    webgpu: {
      description: info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'WebGPU',
      isFallbackAdapter: info.isFallbackAdapter ?? info.architecture === 'swiftshader',
      shaderF16: adapter.features.has('shader-f16'),
    },
    threads,
  };
}

/** Threads WASM may use here. */
export function threadsHere(): number {
  return self.crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1) : 1;
}

/**
 * Starts onnxruntime, prepared for this rung; settles when it is up. A failure is thrown to whoever awaits it, and to
 * nobody else.
 * @throws FernglassError `backend-unavailable`
 */
export function startRuntime({ backend }: Rung): Promise<void> {
  // For WebGPU the first session chooses the device, which is the tower's to do.
  if (backend === 'webgpu') return Promise.resolve();
  const started = start();
  started.catch(() => {});
  return started;
}

async function start(): Promise<void> {
  try {
    const session = await InferenceSession.create(identityModel(), { executionProviders: ['wasm'] });
    await session.release();
  } catch (cause) {
    throw new FernglassError(
      'backend-unavailable',
      `onnxruntime could not be started on this back end: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  markStart('runtime');
}

/**
 * Prepares onnxruntime for a rung. Its own files come from where the app came from; by itself it asks a public CDN.
 * @throws FernglassError `backend-unavailable`
 */
export function prepareRuntime({ backend, threads }: Rung): void {
  if (backend === 'webgpu' && !navigator.gpu)
    throw new FernglassError(
      'backend-unavailable',
      'This browser offers no WebGPU. Open the page with WASM instead.',
    );
  const wasm = env.backends.onnx.wasm;
  if (!wasm)
    throw new FernglassError('backend-unavailable', 'This browser offers no WebAssembly. Use a current one.');
  wasm.wasmPaths = { mjs: absolute(mjsUrl), wasm: absolute(wasmUrl) };
  wasm.numThreads = threads;
}

/**
 * Rejects when the graphics device is lost, which leaves calls under way unanswered; for WASM it never settles.
 * To be called once a session exists: before that there is no device.
 */
export function deviceLoss({ backend }: Rung): Promise<never> {
  if (backend !== 'webgpu') return new Promise(() => {});
  return (async () => {
    const device = (await env.backends.onnx.webgpu?.device) as GPUDevice | undefined;
    const { message } = device ? await device.lost : await new Promise<GPUDeviceLostInfo>(() => {});
    throw new FernglassError(
      'backend-unavailable',
      `The graphics processor stopped working for this page (${message || 'device lost'}). Continue with WASM, or reload the page.`,
    );
  })();
}

function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
