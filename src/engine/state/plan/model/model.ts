import type { ErrorCode, PlainError } from '../../../../../core';
import type { Backend, EncoderInfo } from '../../../../../workers/protocol';
import { embeddingSpaceOf } from '../../request/models';
import type { ModelState } from '../../types';

/** Errors of the back end, not of what was embedded: another one may do. */
const BACKEND_ERRORS: ReadonlySet<ErrorCode> = new Set(['backend-unavailable', 'self-test-failed']);

/** What is known when a back end fails at work. */
export interface ModelWorld {
  readonly model: Pick<ModelState, 'status' | 'info'>;
  /** A back end fixed by the address, or null for the ladder. */
  readonly forcedBackend: Backend | null;
}

/** What is done about an error that came up at work. */
export type BackendStep =
  /** Leave the back end for the next, and load the model there. */
  | 'load on the next'
  /** That is being done already. */
  | 'wait'
  /** Nothing: the error is another one, or there is no other back end. One that was fixed by the address stays. */
  | 'stay';

/** Whether an error is the back end's, whatever was embedded. */
export const isOfBackend = ({ code }: Pick<PlainError, 'code'>): boolean => BACKEND_ERRORS.has(code);

/** Only WebGPU is left at work: WASM is the ladder's last rung. */
export function stepForBackend(error: PlainError, { model, forcedBackend }: ModelWorld): BackendStep {
  if (!isOfBackend(error)) return 'stay';
  if (model.status === 'loading') return 'wait';
  return model.info?.rung.backend === 'webgpu' && forcedBackend !== 'webgpu' ? 'load on the next' : 'stay';
}

/** Whether what was embedded may meet what will be, after a model was loaded. */
export function embeddingsHold(before: EncoderInfo | null, now: EncoderInfo): boolean {
  return before !== null && embeddingSpaceOf(before) === embeddingSpaceOf(now);
}
