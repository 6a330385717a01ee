/** A checkpoint on a hub or a mirror of one: `<host>/<id>/resolve/<revision>/<file>`. */
export interface HubSource {
  readonly layout: 'hub';
  /** `owner/name`. */
  readonly id: string;
  /** A branch, a tag, or a commit. */
  readonly revision: string;
  /** Absolute URL of the hub, ending in `/`. */
  readonly host: string;
}

/** A checkpoint in a folder on a web server: `<host>/<id>/<file>`. */
export interface FolderSource {
  readonly layout: 'folder';
  /** The folder's name as it stands in its address; `..` where the host itself is the folder. */
  readonly id: string;
  readonly revision: string;
  /** Absolute URL of what the folder lies in, ending in `/`. */
  readonly host: string;
}

/** A checkpoint that the user opened from a folder or a ZIP archive of this device: its files are kept in this browser. */
export interface DeviceSource {
  readonly layout: 'device';
  /** What the folder was called. */
  readonly id: string;
  /** SHA-256 of all of its content in hexadecimal: two folders of one name are two checkpoints. */
  readonly revision: string;
}

/** What a model does: embed photos and texts in one space, or texts alone, for indexes that were made with it. */
export type ModelKind = 'dual encoder' | 'text encoder';

/** Where a checkpoint's files lie. */
export type ModelSource = HubSource | FolderSource | DeviceSource;

/** A checkpoint that is fetched. */
export type HostSource = HubSource | FolderSource;

/** Under this address the files of checkpoints from the device are kept; nobody answers there. */
export const DEVICE_HOST = 'https://device.invalid/';

/** Tells two sources apart: the same id from another host may be another checkpoint. */
export const sourceKey = (source: ModelSource): string =>
  `${source.layout}:${source.layout === 'device' ? '' : source.host}${source.id}@${source.revision}`;
