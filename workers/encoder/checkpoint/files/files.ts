import type { KeptFile } from '../kept-file';
import type { Listing } from './listing';

/**
 * A checkpoint's files, wherever they lie. What it hands out has been checked: whole, and of the kind its name says.
 */
export interface CheckpointFiles {
  /** What to call this checkpoint in messages, and apart from every other opened in this realm. */
  readonly id: string;
  readonly revision: string;
  /** What is known of its files, by path; null where nobody keeps a list. */
  listing(): Promise<Listing | null>;
  /** Whether the checkpoint has a file; absent where that would cost as much as reading it. */
  has?(file: string): Promise<boolean>;
  /**
   * A small file's text; null where the checkpoint has none of that name.
   * @throws FernglassError `model-unreadable`, `network-failed`
   */
  text(file: string): Promise<string | null>;
  /**
   * An ONNX file: its bytes, or (in Node) the path of a local file.
   * @throws FernglassError `model-not-found`, `model-unreadable`, `network-failed`
   */
  weights(file: string): Promise<Uint8Array<ArrayBuffer> | string>;
  /**
   * An ONNX file where it lies on this device, in which it is put first if need be; null where `weights` has to hold it: it is
   * small, or cannot be kept.
   * @throws FernglassError as `weights`
   */
  kept?(file: string): Promise<KeptFile | null>;
}

/** A checkpoint's files as the app reads them: from a host, verified, and kept in the store, or from the store alone. */
export interface HostFiles extends CheckpointFiles {
  /** Whether files are kept between visits. */
  readonly keeps: boolean;
  /** Whether the host (or the store) has a file. */
  has(file: string): Promise<boolean>;
  /**
   * Sees to it that the store has an ONNX file, without holding it. What the store does not take is held until `weights` is
   * asked for it.
   * @returns false then
   * @throws FernglassError as `weights`
   */
  keep(file: string): Promise<boolean>;
  /** Whether every file asked for so far lies in the store. */
  allStored(): boolean;
}
