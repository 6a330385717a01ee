import type { FileStore } from './file-store';

/** Where files and manifests of indexes are kept. */
export interface ShardStore extends FileStore {
  readonly kind: 'device' | 'memory';
  /** Drops every file but these, those that were never completed included. */
  dropAllBut(names: ReadonlySet<string>): Promise<void>;
  /** Manifests by their URL, as text. */
  manifests(): Promise<Map<string, string>>;
  writeManifest(url: string, text: string): Promise<void>;
  dropManifest(url: string): Promise<void>;
}
