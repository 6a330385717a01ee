import { Zip, ZipPassThrough } from 'fflate';
import { FernglassError } from '../../../core';
import {
  allFiles,
  captionFilesOf,
  captionText,
  type FileEntry,
  type Manifest,
  provenanceOf,
  readShard,
  type Shard,
  type ShardEntry,
} from '../../../index-shards/format';
import {
  type CaptionsOfFile,
  type CaptionTerms,
  isOwnIndex,
  type OwnCaptions,
  type OwnIndex,
} from '../../protocol';
import type { ShardStore } from '../../storage';
import { totalBytes } from '../cache/residency';
import type { Kernels } from '../kernels';
import { dropUnnamed, ownVersion, storedVersion, type Version } from '../versions';
import { readBeside, type ShardBeside } from './beside';
import { packCaptions } from './pack-captions';
import { idsOfFile, withoutCaptions } from './remove-captions';
import { type ListsSoFar, listsOfShard } from './write-shards';

/** The indexes that were made in this browser: in the store that fetched ones are in, under addresses of their own. */
export class OwnIndexes {
  /** Lists of the index that was added to last, so that its shards need not be read for every addition. */
  #lists: { readonly text: string; readonly lists: ListsSoFar } | null = null;

  constructor(
    private readonly store: ShardStore,
    private readonly startKernels: (width: number) => Promise<Kernels>,
  ) {}

  /**
   * Adds captions; files first, then the manifest that names them, so that what is stored is whole at any moment.
   * @throws FernglassError `index-model-mismatch` where another checkpoint embedded those that are there.
   */
  async add(captions: OwnCaptions): Promise<OwnIndex> {
    const { address, after, model } = captions;
    const version = await this.#version(address);
    if (version !== null && version.manifest.captions !== after) return ownIndexOf(address, version.manifest);
    if (version !== null && !isSameModel(version.manifest.model, model))
      throw new FernglassError(
        'index-model-mismatch',
        `“${version.manifest.title}” was embedded with ${version.manifest.model.id}, not with ${model.id}. Choose that model to add to it.`,
      );
    const before =
      version === null
        ? null
        : {
            manifest: version.manifest,
            lists: await this.#listsOf(version),
            tags: await this.#tagsOf(version.manifest),
          };
    const packed = await packCaptions(captions, before, await this.startKernels(model.width));
    const text = JSON.stringify(packed.manifest);
    await this.#replace(address, text, packed.files);
    this.#lists = { text, lists: packed.lists };
    return ownIndexOf(address, packed.manifest);
  }

  /** The indexes made here, by title. */
  async list(): Promise<OwnIndex[]> {
    const addresses = [...(await this.store.manifests()).keys()].filter(isOwnIndex);
    const versions = await Promise.all(addresses.map((address) => this.#version(address)));
    return addresses
      .flatMap((address, i) => (versions[i] ? [ownIndexOf(address, versions[i].manifest)] : []))
      .sort((a, b) => a.about.title.localeCompare(b.about.title));
  }

  /**
   * Removes captions of a file. Where another tab reads the index meanwhile, it finds files gone and opens it anew.
   * @throws FernglassError `index-not-found`, `shard-not-found`; `input-invalid` where nothing would be left
   */
  async removeCaptions(address: string, captions: CaptionsOfFile): Promise<OwnIndex> {
    const { manifest } = await this.#present(address);
    const removed = idsOfFile(manifest, captions, await this.texts(address));
    if (removed.length === 0) return ownIndexOf(address, manifest);
    const kernels = await this.startKernels(manifest.model.width);
    const read = (entry: ShardEntry) => this.#shard(manifest, entry);
    const readFile = (file: FileEntry) => this.#file(manifest, file);
    const {
      files,
      lists,
      manifest: rest,
    } = await withoutCaptions(manifest, removed, read, readFile, kernels);
    const text = JSON.stringify(rest);
    await this.#replace(address, text, files);
    this.#lists = { text, lists };
    return ownIndexOf(address, rest);
  }

  /** Says where a file of an index is from and under which licence. @throws FernglassError `index-not-found` */
  async describe(address: string, file: string, { source, licence }: CaptionTerms): Promise<OwnIndex> {
    const { manifest } = await this.#present(address);
    const captionFiles = captionFilesOf(manifest).map((one) =>
      one.name === file ? { ...one, source, licence } : one,
    );
    const described = { ...manifest, captionFiles, provenance: provenanceOf(captionFiles) };
    await this.store.writeManifest(address, JSON.stringify(described));
    return ownIndexOf(address, described);
  }

  /** Gives an index another title. @throws FernglassError `index-not-found` where it is not here */
  async rename(address: string, title: string): Promise<OwnIndex> {
    const { manifest } = await this.#present(address);
    // An index that names no files has one of its title: that one keeps its name.
    const renamed = { ...manifest, title, captionFiles: captionFilesOf(manifest) };
    await this.store.writeManifest(address, JSON.stringify(renamed));
    return ownIndexOf(address, renamed);
  }

  /**
   * The captions of an index, in their order.
   * @throws FernglassError `index-not-found`, `shard-not-found` where it, or a part of it, is not here.
   */
  async texts(address: string): Promise<string[]> {
    const { manifest } = await this.#present(address);
    const texts: string[] = [];
    for (const entry of manifest.shards) {
      const shard = await this.#shard(manifest, entry);
      shard.ids.forEach((id, i) => {
        texts[id] = captionText(shard, i);
      });
    }
    return texts;
  }

  /**
   * Takes an exported index in, under an address of its own or in the place of what is there: every file is checked before any of it is kept.
   * @throws FernglassError `input-invalid`, `shard-corrupt` where it is none or is damaged; nothing is kept then.
   */
  async import(address: string, archive: Blob): Promise<OwnIndex> {
    // What reads archives is loaded when one comes.
    const { readExported } = await import('./exported');
    const { files, manifest } = await readExported(archive);
    await this.#replace(address, JSON.stringify(manifest), files);
    return ownIndexOf(address, manifest);
  }

  async remove(address: string): Promise<void> {
    await this.store.dropManifest(address);
    await dropUnnamed(this.store);
  }

  /**
   * The index's folder as a ZIP, its files as they are.
   * @throws FernglassError `shard-not-found` where the browser has cleared a part of it.
   */
  async export(address: string): Promise<Blob> {
    const version = await this.#present(address);
    const parts: BlobPart[] = [];
    const zip = new Zip((error, chunk) => {
      if (error !== null) throw error;
      parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
    });
    const put = (name: string, bytes: Uint8Array) => {
      const file = new ZipPassThrough(`${version.manifest.id}/${name}`);
      zip.add(file);
      file.push(bytes, true);
    };
    put('manifest.json', new TextEncoder().encode(version.text));
    for (const file of allFiles(version.manifest)) put(file.name, await this.#file(version.manifest, file));
    zip.end();
    return new Blob(parts, { type: 'application/zip' });
  }

  async #version(address: string): Promise<Version | null> {
    return (await storedVersion(this.store, new URL(address))).version;
  }

  /** Stores a version, and removes what it no longer names of the one before. */
  async #replace(address: string, manifest: string, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) {
    const isThere = (await this.store.manifests()).has(address);
    await this.#keep(address, manifest, files);
    if (isThere) await dropUnnamed(this.store);
  }

  /** Files first, then the manifest that names them. One that is there is the same, and another index may be reading it. */
  async #keep(address: string, manifest: string, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) {
    const writeMissing = async () => {
      const present = await this.store.names();
      for (const [name, bytes] of files) if (!present.has(name)) await this.store.write(name, bytes);
    };
    await writeMissing();
    await this.store.writeManifest(address, manifest);
    // Another tab removes what no manifest names, and may have done so between the two.
    await writeMissing();
  }

  async #present(address: string): Promise<Version> {
    const url = new URL(address);
    return ownVersion(url, await storedVersion(this.store, url)).version;
  }

  async #shard(manifest: Manifest, entry: ShardEntry): Promise<Shard> {
    const bytes = await this.#file(manifest, entry);
    return readShard(bytes, entry, manifest.model.width, manifest.captions);
  }

  /** A file of an index. @throws FernglassError `shard-not-found` where the browser has cleared it */
  async #file({ title }: Manifest, { name }: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.store.read(name);
    if (bytes === undefined) throw cleared(title);
    return bytes;
  }

  /** Tags of an index's captions, by shard; most have none. */
  async #tagsOf(manifest: Manifest): Promise<ShardBeside[]> {
    const known = manifest.tags === undefined ? {} : { tags: manifest.tags };
    const all: ShardBeside[] = [];
    for (const [i, entry] of manifest.shards.entries())
      all.push(await readBeside(known, i, entry, (file) => this.#file(manifest, file)));
    return all;
  }

  async #listsOf({ manifest, text }: Version): Promise<ListsSoFar> {
    if (this.#lists?.text === text) return this.#lists.lists;
    const sizes: number[] = [];
    const means: Int8Array[] = [];
    for (const entry of manifest.shards) {
      const lists = listsOfShard(await this.#shard(manifest, entry));
      sizes.push(...lists.sizes);
      means.push(...lists.means);
    }
    return { sizes, means };
  }
}

/** An index made here as the page lists it. */
function ownIndexOf(address: string, manifest: Manifest): OwnIndex {
  const { captions, languages = [], model, provenance, spaces = [], title } = manifest;
  return {
    address,
    about: { title, ...provenance, languages },
    captions,
    bytes: totalBytes(manifest),
    files: captionFilesOf(manifest),
    model: { id: model.id, revision: model.revision },
    spaces: spaces.map(({ kind, encoder }) => ({ kind, encoder })),
  };
}

const isSameModel = (a: Manifest['model'], b: Manifest['model']) =>
  a.id === b.id && a.revision === b.revision && a.width === b.width;

/** The error for an index made here of which the browser has cleared a part. */
export const cleared = (title: string) =>
  new FernglassError(
    'shard-not-found',
    `A part of “${title}” is not in this browser any more: it was cleared. Remove the index and add its captions again.`,
  );
