import type { NetworkChoice } from './network';

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

/** What the page asks of the service worker; `take-over` and `network` are not answered, the others through their port. */
export type OfflineRequest =
  /** Store every file of the stages `shell` and `engine` that is missing. */
  | { readonly type: 'complete' }
  /** Store these files of the build, whatever their stage; `decoders` are those of photo formats that few visits need. */
  | { readonly type: 'keep'; readonly urls: readonly string[] | 'decoders' }
  /** Say what is stored; `urls` null asks for the stages `shell` and `engine`. */
  | { readonly type: 'look'; readonly urls: readonly string[] | 'decoders' | null }
  /** The user's choice of hosts is this from now on. */
  | { readonly type: 'network'; readonly choice: NetworkChoice }
  /** The waiting version becomes the one in charge. */
  | { readonly type: 'take-over' };

/** What the service worker asks of the pages in its charge: their `NetworkChoice`, through the port that comes with it. */
export interface NetworkQuestion {
  readonly type: 'which-network';
}

export interface StoredReport {
  readonly files: number;
  readonly missing: readonly string[];
  readonly bytesStored: number;
  readonly bytesTotal: number;
  /** Why files are missing, for the user; null when nothing failed. */
  readonly problem: string | null;
}
