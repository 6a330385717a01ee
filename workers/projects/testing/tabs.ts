import { unwrap } from '../../../core';
import type { Label, ProjectChange } from '../../protocol';
import { DatabaseBytes, STORES } from '../../storage';
import { KeptProjects } from '../kept-projects';

/** The files of all projects' pictures. */
export const files = () => new DatabaseBytes(STORES.pictureBytes);

/** The worker of a new tab. */
export const newTab = () => new KeptProjects(files());

/** What a person says of a photo. */
export const said: Label = { state: 'class', className: 'fern', by: 'Ada', at: '2026-05-01T06:12:00.000Z' };

/** A picture's file. */
export const picture = (text: string) => new Blob([text], { type: 'image/png' });

/** Stands for a folder's handle, which only a browser has: `e2e/projects.spec.ts` reads by real ones. */
export const site = { kind: 'directory', name: 'site' } as FileSystemHandle;

/** Where a photo's file lies. */
export const referenceTo = (added: number) => ({ added, root: 'site', handle: site, path: [`${added}.png`] });

/** Writes a change of a project, as a new tab unless another is given. */
export async function write(id: string, change: ProjectChange, tab = newTab()): Promise<void> {
  unwrap(await tab.write(id, change));
}

/** All that is kept of a project, as a new tab finds it. */
export async function allOf(id: string) {
  const tab = newTab();
  const kept = unwrap(await tab.picturesKept(id));
  const thumbnails = unwrap(await tab.thumbnails(id, 0, 99));
  return {
    head: unwrap(await tab.head(id)),
    photos: unwrap(await tab.photos(id, 0, 99)),
    work: unwrap(await tab.work(id, 0, 99)),
    captions: unwrap(await tab.captions(id, null, 99)),
    thumbnails: await Promise.all(
      thumbnails.map(async ({ added, picture }) => ({ added, text: await picture.text() })),
    ),
    pictures: await Promise.all(
      kept.map(async (added) => ({ added, text: await unwrap(await tab.picture(id, added))?.text() })),
    ),
  };
}
