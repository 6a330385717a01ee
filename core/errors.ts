/** What went wrong, in a word a program can branch on. */
export type ErrorCode =
  | 'image-unreadable'
  | 'image-too-large'
  | 'image-type-unsupported'
  /** A picture's format needs a decoder that could not be loaded. */
  | 'decoder-unavailable'
  | 'classes-empty'
  | 'classes-too-few'
  | 'class-duplicate'
  | 'class-description-alone'
  | 'class-name-cleaned'
  | 'class-name-unquoted'
  | 'class-name-comparison'
  | 'list-unreadable'
  | 'prompt-invalid'
  | 'model-not-found'
  | 'model-unreadable'
  | 'model-unsupported'
  | 'backend-unavailable'
  | 'self-test-failed'
  | 'index-not-found'
  | 'manifest-invalid'
  | 'index-model-mismatch'
  | 'shard-not-found'
  | 'shard-corrupt'
  | 'network-failed'
  | 'host-not-chosen'
  | 'storage-unavailable'
  | 'storage-full'
  | 'input-invalid'
  | 'worker-failed';

/** An error the user is shown: `message` says what happened and what can be done about it. */
export class FernglassError extends Error {
  override readonly name = 'FernglassError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A `FernglassError` as plain data: structured clone drops an error's own fields at a worker's door. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The outcome of a call that crosses a worker's door. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PlainError };

/** Reduces anything thrown to plain data; an unforeseen error keeps its message under `fallback`. */
export function toPlainError(thrown: unknown, fallback: ErrorCode = 'worker-failed'): PlainError {
  if (thrown instanceof FernglassError) return { code: thrown.code, message: thrown.message };
  return { code: fallback, message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The value of a result; throws its error as a `FernglassError`. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new FernglassError(result.error.code, result.error.message);
}

/** Runs `work` and turns what it throws into a failed result. */
export async function attempt<T>(work: () => Promise<T> | T, fallback?: ErrorCode): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toPlainError(thrown, fallback) };
  }
}
