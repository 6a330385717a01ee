/** A file of the build, as the service worker knows it. */
export interface BuildFile {
  /** Relative to the page's folder, without query; the page itself is `index.html`. */
  readonly path: string;
  /** Of the file as built, base64, as `integrity` attributes write it. */
  readonly sha256: string;
  readonly bytes: number;
  readonly stage: Stage;
}

/**
 * When a file is stored.
 * `shell`: while the service worker installs; opens the page.
 * `engine`: right after; makes the page classify. An update stores both before it may take over.
 * `on-use`: when it is first fetched.
 */
export type Stage = 'shell' | 'engine' | 'on-use';

/** What the page asks of the service worker; every request but `take-over` is answered through its port. */
export type OfflineRequest =
  /** Store every file of the stages `shell` and `engine` that is missing. */
  | { readonly type: 'complete' }
  /** Store these files of the build, whatever their stage. */
  | { readonly type: 'keep'; readonly urls: readonly string[] }
  /** Say what is stored; `urls` null asks for the stages `shell` and `engine`. */
  | { readonly type: 'look'; readonly urls: readonly string[] | null }
  /** The waiting version becomes the one in charge. */
  | { readonly type: 'take-over' };

export interface StoredReport {
  readonly files: number;
  readonly missing: readonly string[];
  readonly bytesStored: number;
  readonly bytesTotal: number;
  /** Why files are missing, for the user; null when nothing failed. */
  readonly problem: string | null;
}
