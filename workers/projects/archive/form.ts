import { FernglassError, type History, latestOf } from '../../../core';
import type { KeptCaption, KeptWork, ProjectHead } from '../../protocol';

/** Marks a ZIP as a project's. */
export const FORMAT = 'fernglass-project';

/** What `project.json` says. */
export interface ArchiveHead {
  readonly format: typeof FORMAT;
  readonly version: number;
  /** Whether copies of the photos' files are in it, as far as the project kept some. */
  readonly withPictures: boolean;
  readonly head: ProjectHead;
}

/** How the files of a project's ZIP came to have today's form; rows in them have versions of their own. */
export const ARCHIVES: History<Record<string, unknown>> = { first: 1, migrations: [] };

/** Today's version of it. */
export const ARCHIVE_VERSION = latestOf(ARCHIVES);

/** The ZIP's files; `thumbnails/` and `pictures/` hold one for each photo, under its `added`. */
export const FILES = {
  head: 'project.json',
  photos: 'photos.ndjson',
  work: 'work.ndjson',
  captions: 'captions.ndjson',
} as const;

/** Says that a file is no project, or one that is damaged. @param what the sentence's middle, after the file */
export const unreadable = (what: string, cause?: unknown) =>
  new FernglassError('project-unreadable', `The file ${what}. Nothing was changed.`, { cause });

/** What was computed of a photo, as a line of JSON. */
export const writeWork = ({ added, others, ...part }: KeptWork): unknown => ({
  added,
  ...writePart(part),
  ...(others === undefined ? {} : { others: others.map(writePart) }),
});

type WorkOfPart = Pick<KeptWork, 'embedding' | 'hits'>;

const writePart = ({ embedding, hits }: WorkOfPart) => ({
  embedding: { key: embedding.key, value: base64(embedding.value) },
  hits: hits && { ...hits, ids: base64(hits.ids), similarities: base64(hits.similarities) },
});

/** Back again. @throws FernglassError `project-unreadable` for what is none */
export function readWork(line: unknown): KeptWork {
  const { added, others, ...part } = line as { added: number; others?: unknown };
  if (typeof added !== 'number' || (others !== undefined && !Array.isArray(others))) throw damaged();
  return { added, ...readPart(part), ...(others === undefined ? {} : { others: others.map(readPart) }) };
}

function readPart(part: unknown): WorkOfPart {
  const { embedding, hits } = part as { embedding: Texts; hits: Texts | null };
  if (typeof embedding?.key !== 'string') throw damaged();
  const value = new Float32Array(bytesOf(embedding.value, 4));
  if (hits === null) return { embedding: { key: embedding.key, value }, hits: null };
  const ids = new Int32Array(bytesOf(hits?.ids, 4));
  const similarities = new Float64Array(bytesOf(hits?.similarities, 8));
  if (typeof hits.key !== 'string' || typeof hits.index !== 'string' || ids.length !== similarities.length)
    throw damaged();
  return {
    embedding: { key: embedding.key, value },
    hits: { key: hits.key, index: hits.index, ids, similarities },
  };
}

/** A caption, as a line of JSON. */
export const writeCaption = (caption: KeptCaption): unknown => ({
  ...caption,
  embedding: base64(caption.embedding),
});

/** Back again. @throws FernglassError `project-unreadable` for what is none */
export function readCaption(line: unknown): KeptCaption {
  const { index, id, text, embedding } = line as Record<keyof KeptCaption, unknown>;
  if (typeof index !== 'string' || typeof id !== 'number' || typeof text !== 'string') throw damaged();
  return { index, id, text, embedding: new Float32Array(bytesOf(embedding, 4)) };
}

/** What stands for all rows that do not hold what they must. */
export const damaged = (cause?: unknown) => unreadable('is damaged', cause);

type Texts = Readonly<Record<string, unknown>>;

/** Characters made of bytes at once: a call takes only so many arguments. */
const AT_ONCE = 8192;

function base64(numbers: Float32Array | Int32Array | Float64Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(text);
}

function bytesOf(text: unknown, each: number): ArrayBuffer {
  if (typeof text !== 'string') throw damaged();
  let raw: string;
  try {
    raw = atob(text);
  } catch (thrown) {
    throw damaged(thrown);
  }
  if (raw.length % each !== 0) throw damaged();
  return Uint8Array.from(raw, (character) => character.charCodeAt(0)).buffer;
}
