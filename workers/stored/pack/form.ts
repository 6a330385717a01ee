import { sha256 } from '@noble/hashes/sha2.js';
import { FernglassError, type History, latestOf } from '../../../core';
import { hex } from '../../encoder/checkpoint/files/digest';
import type { PackRequest } from '../../protocol';
import type { FileStore, ShardStore } from '../../storage';

/** Marks a ZIP as a field pack. */
export const FORMAT = 'fernglass-field-pack';

/** The file that names all others; it is written last. */
export const HEAD = 'pack.json';

/** How `pack.json` came to have today's form. */
export const PACKS: History<Record<string, unknown>> = { first: 1, migrations: [] };

/** Today's version of it. */
export const PACK_VERSION = latestOf(PACKS);

/** A file of the pack. */
export interface PackedFile {
  /** Within the ZIP. */
  readonly path: string;
  /** Where it lies: among models under a key, or among the files of indexes under a name. */
  readonly store: 'models' | 'shards';
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What `pack.json` says. */
export interface PackHead extends Pick<PackRequest, 'shell' | 'request' | 'prepared'> {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly at: number;
  readonly files: readonly PackedFile[];
  /** Manifests as they came, by address. */
  readonly manifests: readonly { readonly address: string; readonly text: string }[];
}

/** Where the files of packs come from, and go to. */
export interface PackStores {
  readonly models: Pick<FileStore, 'names' | 'read' | 'write' | 'drop'>;
  readonly shards: Pick<ShardStore, 'names' | 'read' | 'write' | 'manifests' | 'writeManifest'>;
}

/** SHA-256 of a file, in lower-case hex. */
export function digestOf(bytes: Uint8Array): string {
  return hex(sha256(bytes));
}

/** Says that a file is no field pack, or one that is damaged. @param what the sentence's middle, after the file */
export const unreadable = (what: string, cause?: unknown) =>
  new FernglassError('pack-unreadable', `The file ${what}. Nothing was changed.`, { cause });
