import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filesBelow, type LabelFiles, readLabels } from './labels.ts';

const folder = mkdtempSync(join(tmpdir(), 'fernglass-labels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NONE: LabelFiles = {
  labels: null,
  codes: [],
  training: null,
  withTraining: false,
  classes: null,
  columns: {},
};
function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function read(text: string, paths: readonly string[], more: Partial<LabelFiles> = {}) {
  const labels = write('labels.csv', text);
  const { rows, classes, problems, ...rest } = await readLabels({ ...NONE, labels, ...more }, paths);
  return {
    ...rest,
    rows: rows.map(({ path, label }) => [path, classes[label]!.name]),
    names: classes.map(({ names }) => names.join(' | ')),
    problems,
    groups: rows.map(({ group }) => group),
    parts: rows.map(({ part }) => part),
  };
}

describe('labels of a folder', () => {
  it('may have quotes, commas and line breaks in a cell, a byte order mark and Windows line ends', async () => {
    expect(
      await read(
        '\uFEFFfilename,class\r\n"a, ""b"".jpg","royal fern | Osmunda regalis"\r\nsub folder/c.png,"hart\'s-tongue,\r\ncommon"\r\n\r\n',
        ['a, "b".jpg', 'sub folder/c.png'],
      ),
    ).toMatchObject({
      rows: [
        ['a, "b".jpg', 'royal fern'],
        ['sub folder/c.png', "hart's-tongue, common"],
      ],
      names: ['royal fern | Osmunda regalis', "hart's-tongue, common"],
      problems: [],
      read: 'files in “filename”, classes in “class”',
    });
  });

  it('give the classes in order of appearance, with all names that the rows give them', async () => {
    const text = 'class,filename\nb,1.png\na | alpha,2.png\nB | beta,3.png\nalpha,4.png\n';
    expect(await read(text, ['1.png', '2.png', '3.png', '4.png'])).toMatchObject({
      rows: [
        ['1.png', 'b'],
        ['2.png', 'a'],
        ['3.png', 'b'],
        ['4.png', 'a'],
      ],
      names: ['b | beta', 'a | alpha'],
      problems: [],
    });
  });

  it('take part and group where there are some', async () => {
    const text = 'filename,group,class,part\n1.jpg,lesion 1,a,tail\n2.jpg,,b,\n3.jpg,lesion 1,a\n';
    const { groups, parts } = await read(text, ['1.jpg', '2.jpg', '3.jpg']);
    expect([groups, parts]).toEqual([
      ['lesion 1', null, 'lesion 1'],
      ['tail', null, null],
    ]);
  });

  it('are HAM10000’s metadata too: names without ending, codes, lesions as groups', async () => {
    const text = 'lesion_id,image_id,dx,age\nHAM_1,ISIC_1,nv,80\nHAM_1,ISIC_2,nv,80\nHAM_2,ISIC_3,mel,60\n';
    const found = await read(text, ['part_1/ISIC_1.jpg', 'part_1/ISIC_2.jpg', 'part_2/ISIC_3.jpg']);
    expect(found.rows.map(([, name]) => name)).toEqual([
      'melanocytic nevus',
      'melanocytic nevus',
      'melanoma',
    ]);
    expect(found.groups).toEqual(['HAM_1', 'HAM_1', 'HAM_2']);
    expect(found.problems).toEqual([]);
  });

  it('are read by the columns asked for, with names of codes and a class list', async () => {
    const codes = write('names.csv', 'id,name\n7,Vulpes vulpes\n8,Meles meles\n');
    const classes = write('list.txt', 'red fox | Vulpes vulpes\nwolf\n');
    const text = 'note,shot,kind,filename\nx,1.jpg,7,old\ny,2.jpg,8,older\nz,9.jpg,wolf,oldest\n';
    const columns = { file: 'Shot', class: 'kind' };
    const found = await read(text, ['1.jpg', '2.jpg', '3.jpg', 'notes.txt'], {
      codes: [codes],
      training: null,
      withTraining: false,
      classes,
      columns,
    });
    expect(found).toMatchObject({
      rows: [['1.jpg', 'red fox']],
      names: ['red fox | Vulpes vulpes', 'wolf'],
      problems: [
        '9.jpg: there is no such file',
        '1 picture without a label: 3.jpg',
        '“Meles meles” is not in the class list: 1 picture left out',
      ],
    });
    await expect(read(text, [], { columns: { class: 'species' } })).rejects.toThrow(
      'no column “species”. Their columns are “note”, “shot”',
    );
    await expect(read(text, [], { codes: [write('no-codes.csv', 'a,b\n1,2\n')] })).rejects.toThrow(
      'does not say what codes of classes mean',
    );
  });

  it('are COCO’s JSON, and the folders that pictures lie in', async () => {
    const json = JSON.stringify({
      images: [{ id: 1, file_name: 'a.jpg', seq_id: 's' }],
      annotations: [{ image_id: 1, category_id: 3 }],
      categories: [{ id: 3, name: 'Vulpes vulpes' }],
    });
    expect(await read(json, ['a.jpg'])).toMatchObject({ rows: [['a.jpg', 'Vulpes vulpes']], read: null });
    for (const path of ['test/fox/1.png', 'test/wolf/2.png', 'train/fox/deep/3.jpg', 'train/readme.md'])
      write(join('set', path), '');
    const paths = filesBelow(join(folder, 'set'));
    expect(paths).toEqual(['test/fox/1.png', 'test/wolf/2.png', 'train/fox/deep/3.jpg', 'train/readme.md']);
    const { rows, classes, problems } = await readLabels({ ...NONE, withTraining: true }, paths);
    expect(rows.map(({ path, label, part }) => [path, classes[label]!.name, part])).toEqual([
      ['test/fox/1.png', 'fox', 'test'],
      ['test/wolf/2.png', 'wolf', 'test'],
      ['train/fox/deep/3.jpg', 'fox', 'train'],
    ]);
    expect(problems).toEqual([]);
    // Photos of the training part are counted, and not evaluated unless they are asked for.
    const apart = await readLabels(NONE, paths);
    expect(apart.rows.map(({ path }) => path)).toEqual(['test/fox/1.png', 'test/wolf/2.png']);
    expect([apart.training, apart.problems]).toEqual([{ of: 'the part “train”', counts: [1, 0] }, []]);
    const table = await readLabels({ ...NONE, training: write('n.csv', 'class,n\nwolf,9\nfox,2\n') }, paths);
    expect(table.training).toEqual({ of: 'n.csv', counts: [2, 9] });
    const others = { ...NONE, training: write('o.csv', 'class,n\nowl,9\nelk,2\n') };
    await expect(readLabels(others, paths)).rejects.toThrow('of other classes');
  });

  it('tell of every line that is not used', async () => {
    const text =
      'Filename,Class,camera\n1.jpg,a | x,Leica\n,b,\n2.jpg,,\n1.jpg,a | x,\n1.jpg,c\n3.jpg,d | x\n5.jpg,e\n';
    const { rows, names, problems } = await read(text, ['1.jpg', '2.jpg', '3.jpg', '5.jpg']);
    expect(rows).toEqual([
      ['1.jpg', 'a'],
      ['3.jpg', 'd'],
      ['5.jpg', 'e'],
    ]);
    expect(names).toEqual(['a | x', 'd', 'e']);
    expect(problems).toEqual([
      'line 3: no file name',
      'line 4: no class for 2.jpg',
      'line 5: 1.jpg is listed a second time',
      'line 6: 1.jpg is listed a second time, with another class; the first one counts',
      '1 picture without a label: 2.jpg',
      '“x”, a name of “d” too, is already one of “a”, and stays it',
    ]);
  });

  it('with a quote that is never closed still give the lines before it, and say where they end', async () => {
    const { rows, problems } = await read('filename,class\n1.jpg,a\n2.jpg,"b\n3.jpg,c\n', [
      '1.jpg',
      '2.jpg',
      '3.jpg',
    ]);
    expect(rows).toEqual([['1.jpg', 'a']]);
    expect(problems).toEqual([
      'after line 2: not read, as a quote that begins there is never closed',
      '2 pictures without a label: 2.jpg, 3.jpg',
    ]);
  });

  it.each(['', 'filename\n'])('that are no table are refused: %j', async (text) => {
    await expect(read(text, [])).rejects.toMatchObject({ code: 'list-unreadable' });
  });
});
