import { fillPrompt } from '../../../../core';
import { type Basis, candidatesOfPhoto, captionsOfPhoto } from '../basis';
import type { PhotoRecord } from '../records';
import type { Pending } from './pending';

/** What names of photos depend on beside the photo. */
export interface NameSettings {
  readonly basis: Basis;
  /** Captions that are read for names. */
  readonly k: number;
}

/** What the language worker is to do next. */
export interface LanguageJob {
  readonly kind: 'find names';
  readonly photos: readonly PhotoRecord[];
}

/** What is known when the language worker's next job is looked for. */
export interface LanguageWorld extends NameSettings {
  /** Whether the method reads names of photos. */
  readonly isWanted: boolean;
  /** Whether the worker was given up: nothing more is asked of it until another method is chosen. */
  readonly hasFailed: boolean;
  /** Photos whose names are not those of a key. */
  readonly unnamed: (key: string) => Pending;
}

/** Photos whose captions go to the worker in one call. */
export const PHOTOS_NAMED_AT_ONCE = 16;

/** What all photos' names depend on. */
export const namesKey = ({ basis: { space, captions, choices }, k }: NameSettings): string =>
  `${space} ${captions} ${k} ${choices?.revision}`;

/** What the names of a photo depend on; null while it has no captions. */
export function nameKey(record: PhotoRecord, { basis, k }: NameSettings): string | null {
  return captionsOfPhoto(record, basis) === null
    ? null
    : `${record.hits!.key} ${k} ${basis.choices?.revision}`;
}

/** What the embedded names of a photo depend on. */
export const candidatesKey = ({ names, embedding }: PhotoRecord, prompt: string): string =>
  `${names?.key} ${prompt} ${embedding?.key}`;

/** Whether a photo's captions are still to be read for names, or read anew. */
export function lacksNames(record: PhotoRecord, settings: NameSettings): boolean {
  const key = nameKey(record, settings);
  return key !== null && record.names?.key !== key;
}

/** Whether a photo has its names, but not their embeddings. */
export function lacksCandidates(record: PhotoRecord, settings: NameSettings, prompt: string): boolean {
  if (record.names === null || record.names.key !== nameKey(record, settings)) return false;
  return (
    candidatesOfPhoto(record, settings.basis) === null ||
    record.candidates?.key !== candidatesKey(record, prompt)
  );
}

/** The prompts of a photo's names, which are to be embedded. */
export const promptsOfNames = ({ names }: PhotoRecord, prompt: string): string[] =>
  (names?.value ?? []).map((name) => fillPrompt(prompt, name));

/** Some of the photos without today's names, for a method that reads them. */
export function nextForLanguage(world: LanguageWorld): LanguageJob | null {
  if (!world.isWanted || world.hasFailed) return null;
  const photos = world.unnamed(namesKey(world)).next(PHOTOS_NAMED_AT_ONCE);
  return photos.length === 0 ? null : { kind: 'find names', photos };
}
