import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../project/keeping/files/reference';
import {
  asChosen,
  type Found,
  filesOfDrop,
  filesOfFolder,
  filesOfHandle,
  filesOfPaste,
  inBatches,
} from './files';

const file = (name: string) => new File(['x'], name, { type: 'image/png' });

const fileEntry = (path: string) => ({
  isFile: true,
  isDirectory: false,
  name: path.slice(path.lastIndexOf('/') + 1),
  fullPath: path,
  file: (resolve: (f: File) => void) => resolve(file(path.slice(path.lastIndexOf('/') + 1))),
});

/** A folder whose reader gives its children in pages, as browsers do. */
const folderEntry = (path: string, children: readonly object[]) => ({
  isFile: false,
  isDirectory: true,
  name: path.slice(path.lastIndexOf('/') + 1),
  fullPath: path,
  createReader: () => {
    let at = 0;
    return {
      readEntries: (resolve: (entries: readonly object[]) => void) => {
        const page = children.slice(at, at + 100);
        at += page.length;
        resolve(page);
      },
    };
  },
});

const drop = (entries: readonly object[]) =>
  ({
    items: entries.map((entry) => ({
      kind: 'file',
      webkitGetAsEntry: () => entry,
      getAsFile: () => null,
    })),
    files: [],
  }) as unknown as DataTransfer;

async function collect(files: AsyncIterable<Found>) {
  const all: File[][] = [];
  for await (const batch of inBatches(files)) all.push(batch.map(({ file }) => file));
  return all;
}

describe('intake', () => {
  it('reads dropped folders to the bottom, in order, without clutter, with their paths', async () => {
    const batches = await collect(
      filesOfDrop(
        drop([
          folderEntry('/site', [
            fileEntry('/site/b10.png'),
            fileEntry('/site/b2.png'),
            fileEntry('/site/.DS_Store'),
            folderEntry('/site/@eaDir', [fileEntry('/site/@eaDir/SYNOPHOTO_THUMB_M.jpg')]),
            folderEntry('/site/a', [fileEntry('/site/a/deep.png'), fileEntry('/site/a/Thumbs.db')]),
          ]),
          fileEntry('/loose.png'),
        ]),
      ),
    );
    expect(batches.flat().map((f) => f.webkitRelativePath || f.name)).toEqual([
      'site/a/deep.png',
      'site/b2.png',
      'site/b10.png',
      'loose.png',
    ]);
  });

  it('notes where dropped things lie, where the browser says it', async () => {
    const dropped = drop([folderEntry('/site', [fileEntry('/site/b2.png')]), fileEntry('/loose.png')]);
    const handles = [{ kind: 'directory', name: 'site' }, null];
    for (const [i, item] of [...dropped.items].entries())
      Object.assign(item, { getAsFileSystemHandle: async () => handles[i] });
    const all = (await collect(filesOfDrop(dropped))).flat();
    expect(all.map(referenceOf)).toEqual([
      { root: expect.any(String), handle: handles[0], path: ['b2.png'] },
      null,
    ]);
  });

  it('reads a folder that was opened by its handle as a dropped one, and notes where its files lie', async () => {
    const file = (name: string) => ({ kind: 'file', name, getFile: async () => new File(['x'], name) });
    const folder = (name: string, children: readonly object[]) => ({
      kind: 'directory',
      name,
      async *values() {
        yield* children;
      },
    });
    const site = folder('site', [
      file('b10.png'),
      file('b2.png'),
      file('.DS_Store'),
      folder('a', [file('deep.png'), file('Thumbs.db')]),
    ]) as unknown as FileSystemDirectoryHandle;
    const all = (await collect(filesOfHandle(site))).flat();
    expect(all.map((f) => f.webkitRelativePath)).toEqual(['site/a/deep.png', 'site/b2.png', 'site/b10.png']);
    expect(all.map((f) => referenceOf(f)?.path)).toEqual([['a', 'deep.png'], ['b2.png'], ['b10.png']]);
    expect(new Set(all.map((f) => referenceOf(f)?.root)).size).toBe(1);
  });

  it('tells what was chosen by itself from what lay in a folder', async () => {
    const from: string[] = [];
    const dropped = drop([folderEntry('/site', [fileEntry('/site/a.xmp')]), fileEntry('/loose.xmp')]);
    for await (const found of filesOfDrop(dropped)) from.push(found.from);
    expect(from).toEqual(['folder', 'itself']);
  });

  it('takes a JSON file alone for what lies beside photos: a detector’s boxes, or labels', () => {
    expect(asChosen([file('recognitions.json')]).map(({ from }) => from)).toEqual(['folder']);
  });

  it('takes what lies among dropped or chosen pictures for what lies in a folder, but archives for meant', async () => {
    const from: string[] = [];
    const loose = ['a.png', 'a.xmp', 'b.zip', 'labels.csv'];
    for await (const found of filesOfDrop(drop(loose.map((name) => fileEntry(`/${name}`)))))
      from.push(found.from);
    expect(from).toEqual(['folder', 'folder', 'itself', 'folder']);
    const plain = (name: string) => new File(['x'], name);
    expect(asChosen(loose.map(plain)).map((found) => found.from)).toEqual(from);
    expect(asChosen([plain('a.xmp'), plain('labels.csv')]).map((found) => found.from)).toEqual([
      'itself',
      'itself',
    ]);
    expect(asChosen([plain('a.png')])[0]!.from).toBe('itself');
  });

  it('reads folders of more entries than one page holds, a chunk at a time', async () => {
    const many = Array.from({ length: 250 }, (_, i) => fileEntry(`/many/${i}.png`));
    const batches = await collect(filesOfDrop(drop([folderEntry('/many', many)])));
    expect(batches.flat()).toHaveLength(250);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(40);
  });

  it('takes files with a type as they are, and asks only for entries that may be folders', async () => {
    let asked = 0;
    const loose = Array.from({ length: 5 }, (_, i) => file(`${i}.png`));
    const items = loose.map((its, i) => ({
      kind: 'file',
      type: i === 3 ? '' : its.type,
      webkitGetAsEntry: () => {
        asked++;
        return folderEntry('/site', [fileEntry('/site/a.png'), fileEntry('/site/b.png')]);
      },
    }));
    const batches = await collect(filesOfDrop({ items, files: loose } as unknown as DataTransfer));
    expect(batches.flat().map((its) => its.name)).toEqual([
      '0.png',
      '1.png',
      '2.png',
      'a.png',
      'b.png',
      '4.png',
    ]);
    expect(asked).toBe(1);
  });

  it('drops clutter from picked folders', async () => {
    const picked = ['b.png', '.hidden', 'a.png', '__MACOSX/._a.png', 'Previews.lrdata/a/1.jpg'].map((path) =>
      Object.defineProperty(file(path.slice(path.lastIndexOf('/') + 1)), 'webkitRelativePath', {
        value: `trip/${path}`,
      }),
    );
    const batches = await collect(filesOfFolder(picked));
    expect(batches.flat().map((f) => f.name)).toEqual(['a.png', 'b.png']);
  });

  it('names pasted pictures apart and keeps real names', () => {
    const transfer = { files: [file('image.png'), file('image.png'), file('relay.png')] };
    const names = filesOfPaste(transfer as unknown as DataTransfer).map((f) => f.name);
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toMatch(/^pasted-\d+\.png$/);
    expect(names[2]).toBe('relay.png');
  });
});
