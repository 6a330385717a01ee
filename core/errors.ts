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
  /** No precision of it fits into this device's memory. */
  | 'model-too-large'
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
  | 'project-unreadable'
  | 'pack-unreadable'
  /** A photo's file is not kept, may not be read now, or is another by now. */
  | 'photo-file-missing'
  /** A photo's file lies where the browser lets it be read only once the user agreed again. */
  | 'photo-access-needed'
  | 'input-invalid'
  | 'worker-failed';

/** A host that sends on to another, both as origins such as `https://example.org`. */
export interface SentOn {
  readonly from: string;
  readonly to: string;
}

/** An error the user is shown: `message` says what happened and what can be done about it. */
export class FernglassError extends Error {
  override readonly name = 'FernglassError';
  /** Of `host-not-chosen`: what the user would have to allow, where a chosen host sent on. */
  readonly sentOn: SentOn | null;
  constructor(
    readonly code: ErrorCode,
    message: string,
    { sentOn = null, ...options }: ErrorOptions & { readonly sentOn?: SentOn | null } = {},
  ) {
    super(message, options);
    this.sentOn = sentOn;
  }
}

/** A `FernglassError` as plain data: structured clone drops an error's own fields at a worker's door. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly sentOn?: SentOn;
}

/** The outcome of a call that crosses a worker's door. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PlainError };

/** Reduces anything thrown to plain data; an unforeseen error keeps its message under `fallback`. */
export function toPlainError(thrown: unknown, fallback: ErrorCode = 'worker-failed'): PlainError {
  if (thrown instanceof FernglassError) {
    const { code, message, sentOn } = thrown;
    return sentOn === null ? { code, message } : { code, message, sentOn };
  }
  return { code: fallback, message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The error that plain data stands for. */
export function errorOf({ code, message, sentOn }: PlainError): FernglassError {
  return new FernglassError(code, message, { sentOn: sentOn ?? null });
}

/** Anything thrown as a `FernglassError`; one that is one already stays what it is. */
export function toFernglassError(thrown: unknown, fallback?: ErrorCode): FernglassError {
  if (thrown instanceof FernglassError) return thrown;
  const { code, message } = toPlainError(thrown, fallback);
  return new FernglassError(code, message, { cause: thrown });
}

/** The value of a result; throws its error as a `FernglassError`. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw errorOf(result.error);
}

/** Runs `work` and turns what it throws into a failed result. */
export async function attempt<T>(work: () => Promise<T> | T, fallback?: ErrorCode): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toPlainError(thrown, fallback) };
  }
}
