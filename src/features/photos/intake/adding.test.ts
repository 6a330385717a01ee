import { type Zippable, zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { intake } from '../../../../workers/intake/intake';
import { serve } from '../../../../workers/protocol/serving/serve';
import type { EngineState, Photo } from '../../../engine';
import { useTasks } from '../../page-tasks';
import { forgetLeftOut, useLeftOut } from '../attention/left-out';
import { dismissProject, useProjectOffer } from '../attention/project-offer';
import { addFiles, cancelAdding, type Table, useAdding } from './adding';
import { asChosen, type Found, pathOf, withPath } from './files';

const files = (count: number, from = 0) =>
  asChosen(Array.from({ length: count }, (_, i) => new File([String(i + from)], `${i + from}.png`)));

const photoOf = (id: string, file: File | undefined) =>
  file && ({ id, file: pathOf(file), bytes: file.size, modified: file.lastModified } as Photo);

/** An engine that keeps the names it was given, chunk by chunk. */
function taker(onChunk: (given: readonly string[][]) => void = () => {}) {
  const given: string[][] = [];
  const photos = new Map<string, File>();
  const listeners = new Set<(changed: ReadonlySet<string>) => void>();
  return {
    given,
    getState: () => ({ photoIds: [...photos.keys()], classes: [] }) as unknown as EngineState,
    photo: (id: string) => photoOf(id, photos.get(id)),
    openPhoto: async (id: string) => photos.get(id) ?? null,
    subscribePhotos(listener: (changed: ReadonlySet<string>) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addPhotos: (some: readonly File[]) => {
      const ids = some.map((file) => {
        const id = `photo-${photos.size}`;
        photos.set(id, file);
        return id;
      });
      for (const listener of listeners) listener(new Set(ids));
      given.push(some.map(({ name }) => name));
      onChunk(given);
      return ids;
    },
  };
}

/** The worker's program at the other end of a channel. */
function spawn(): Worker {
  const { port1, port2 } = new MessageChannel();
  serve(intake, port2);
  return Object.assign(port1, { terminate: () => port2.close() }) as unknown as Worker;
}

const add = (engine: Table, found: readonly Found[], again = false) =>
  addFiles(engine, 'Adding photos', found, found.length, { again }, spawn);
const inFolder = (name: string, content = 'x'): Found => ({
  file: withPath(new File([content], name), `trip/${name}`),
  from: 'folder',
});
const zipOf = (name: string, packed: Zippable) =>
  asChosen([new File([zipSync(packed) as BlobPart], name, { type: 'application/zip' })]);
const text = (words: string) => new TextEncoder().encode(words);

afterEach(forgetLeftOut);

describe('adding files', () => {
  it('hands long lists over in chunks, keeps their order, and says how far it is', async () => {
    const said: (string | undefined)[] = [];
    const engine = taker(() => said.push(useTasks.getState().tasks[0]));
    const all = files(95);
    await addFiles(engine, 'Adding photos', all, all.length);
    expect(engine.given.map((chunk) => chunk.length)).toEqual([40, 40, 15]);
    expect(engine.given.flat()).toEqual(all.map(({ file }) => file.name));
    expect(said).toEqual(['Adding photos', 'Adding photos, 40 of 95', 'Adding photos, 80 of 95']);
    expect(useAdding.getState().lots).toEqual([]);
    expect(useTasks.getState().tasks).toEqual([]);
  });

  it('ends when it is cancelled; what was added stays', async () => {
    const engine = taker((given) => {
      if (given.length === 2) cancelAdding();
    });
    await addFiles(engine, 'Adding photos', files(400), 400);
    expect(engine.given.flat()).toHaveLength(80);
    expect(useAdding.getState().lots).toEqual([]);
  });

  it('takes two lots side by side, each with its own count', async () => {
    const engine = taker();
    const totals: number[] = [];
    const both = [
      addFiles(engine, 'Adding photos', files(60), 60),
      addFiles(engine, 'Reading what was dropped', files(90, 60), null),
    ];
    totals.push(useAdding.getState().lots.length);
    await Promise.all(both);
    expect(totals).toEqual([2]);
    expect(engine.given.flat()).toHaveLength(150);
    expect(useAdding.getState().lots).toEqual([]);
  });

  it('takes its lot down when reading fails', async () => {
    async function* broken() {
      yield* files(1);
      throw new Error('gone');
    }
    await expect(addFiles(taker(), 'Reading what was dropped', broken(), null)).rejects.toThrow('gone');
    expect(useAdding.getState().lots).toEqual([]);
  });

  it('leaves side files of a folder out and tells of them', async () => {
    const engine = taker();
    await add(engine, [inFolder('a.jpg'), inFolder('a.xmp', '<x/>'), inFolder('classes.txt', 'fox\nbadger')]);
    expect(engine.given.flat()).toEqual(['a.jpg']);
    expect(useLeftOut.getState().leftOut).toMatchObject([
      { path: 'trip/a.xmp', kind: 'other' },
      { path: 'trip/classes.txt', kind: 'class list' },
    ]);
  });

  it('tells of photos that are there already, and adds them again on wish', async () => {
    const engine = taker();
    await add(engine, [inFolder('a.jpg', 'one'), inFolder('b.jpg', 'one')]);
    expect(engine.given.flat(), 'copies within a folder').toEqual(['a.jpg', 'b.jpg']);
    const copies = asChosen([new File(['one'], 'copy.jpg'), new File(['two'], 'new.jpg')]);
    await add(engine, copies);
    expect(engine.given.flat()).toEqual(['a.jpg', 'b.jpg', 'new.jpg']);
    const { present } = useLeftOut.getState();
    expect(present.map(({ name }) => name)).toEqual(['copy.jpg']);
    await add(engine, asChosen(present), true);
    expect(engine.given.flat()).toEqual(['a.jpg', 'b.jpg', 'new.jpg', 'copy.jpg']);
  });

  it('opens an archive as a folder: in order, without clutter, and goes on after what it cannot take', async () => {
    const engine = taker();
    const paths: string[] = [];
    const { addPhotos } = engine;
    engine.addPhotos = (some) => {
      paths.push(...some.map(pathOf));
      return addPhotos(some);
    };
    const packed = {
      'b10.jpg': text('ten'),
      'b2.jpg': text('two'),
      '../evil.jpg': text('evil'),
      '__MACOSX/._b2.jpg': text('clutter'),
      'notes.txt': text('notes'),
      'a/hidden picture.dat': Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
    };
    await add(engine, [...zipOf('trip.zip', packed), ...asChosen([new File(['x'], 'after.png')])]);
    expect(paths).toEqual(['after.png', 'trip/a/hidden picture.dat', 'trip/b2.jpg', 'trip/b10.jpg']);
    expect(useLeftOut.getState().leftOut).toMatchObject([
      { path: 'trip/../evil.jpg', kind: 'refused' },
      { path: 'trip/notes.txt', kind: 'other', words: 'text' },
    ]);
    expect(useAdding.getState().lots).toEqual([]);
  });

  it('keeps the one folder that an archive holds, and refuses what is no archive', async () => {
    const engine = taker();
    await add(engine, [
      ...zipOf('download.zip', { 'site 4/1.png': text('1'), '__MACOSX/site 4/._1.png': text('x') }),
      ...asChosen([new File(['no archive'], 'broken.zip')]),
    ]);
    expect((await engine.openPhoto('photo-0'))!.webkitRelativePath).toBe('site 4/1.png');
    expect(useLeftOut.getState().leftOut).toMatchObject([
      { path: 'broken.zip', kind: 'refused', words: expect.stringMatching(/damaged or cut short/) },
    ]);
  });

  it('ends within an archive when it is cancelled; what was added stays', async () => {
    const engine = taker(() => cancelAdding());
    const packed = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.png`, text(`${i}`)]));
    await add(engine, zipOf('trip.zip', packed));
    expect(engine.given.flat()).toEqual(['0.png', '1.png', '2.png', '3.png']);
    expect(useLeftOut.getState().leftOut).toEqual([]);
  });

  it('offers an archive that holds a project, and takes its photos only where that is wanted', async () => {
    const engine = taker();
    const packed = { 'project.json': text('{}'), 'photos.ndjson': text(''), 'pictures/1': text('x') };
    const [{ file }] = zipOf('boards.zip', packed) as [Found];
    await add(engine, [{ file, from: 'itself' }]);
    expect(engine.given).toEqual([]);
    expect(useProjectOffer.getState().offer?.file).toBe(file);
    dismissProject();
    const again = { again: false, asPhotos: true };
    await addFiles(engine, 'Adding photos', [{ file, from: 'itself' }], 1, again, spawn);
    expect(useProjectOffer.getState().offer).toBeNull();
  });
});
