import { expect, it } from 'vitest';
import { parseClasses, unwrap } from '../../core';
import { LabelsReader } from './labels-reader';

const file = (name: string, text: string | Uint8Array<ArrayBuffer>) => ({ name, content: new Blob([text]) });
const classes = parseClasses('melanoma\nmelanocytic nevus | mole\nred fox | Vulpes vulpes').classes;

it('reads HAM10000’s metadata, whose codes and file names are short', async () => {
  const reader = new LabelsReader();
  const sheet = unwrap(
    await reader.open(
      file(
        'HAM10000_metadata.csv',
        '\ufefflesion_id,image_id,dx,age\r\nHAM_1,ISIC_1,nv,80\r\nHAM_1,ISIC_2,nv,80\r\nHAM_2,ISIC_3,mel,60\r\nHAM_3,ISIC_4,bkl,60\r\n',
      ),
    ),
  );
  expect(sheet).toMatchObject({ kind: 'table', count: 4, use: 'labels', columns: { file: 1, group: 0 } });
  const paths = ['ham/ISIC_1.jpg', 'ham/ISIC_2.jpg', 'ham/ISIC_4.jpg', 'ham/ISIC_9.jpg'];
  const found = unwrap(await reader.match({ kind: 'file', columns: sheet.columns }, paths, classes));
  expect(found.matched.map(({ photo, className, label }) => [photo, className, label.group])).toEqual([
    [0, 'melanocytic nevus', 'HAM_1'],
    [1, 'melanocytic nevus', 'HAM_1'],
    [2, 'benign keratosis', 'HAM_3'],
  ]);
  expect(found.labelsWithout.map((label) => label.file)).toEqual(['ISIC_3']);
  expect(found.photosWithout).toEqual([3]);
  expect(found.unlisted).toEqual([{ name: 'benign keratosis', names: ['benign keratosis'], count: 1 }]);
});

it('takes names of codes beside the labels that use them, folders too', async () => {
  const reader = new LabelsReader();
  const names = unwrap(await reader.open(file('names.tsv', 'id\tname\tcommon\n17\tVulpes vulpes\tfox\n')));
  expect(names).toMatchObject({ use: 'codes', codes: 1 });
  const paths = ['val/00017/a.jpg', 'val/00018/b.jpg'];
  const found = unwrap(await reader.match({ kind: 'folders', depth: null }, paths, classes));
  expect(found.matched.map(({ className }) => className)).toEqual(['red fox', '00018']);
  expect(found.folders).toMatchObject({ depth: 1 });
  // The same table may be labels all the same.
  unwrap(await reader.use('names.tsv', 'labels'));
  const labels = unwrap(
    await reader.match(
      { kind: 'file', columns: { file: 0, classes: { kind: 'named', at: 1 }, part: null, group: null } },
      ['17.jpg'],
      classes,
    ),
  );
  expect(labels.matched).toMatchObject([{ photo: 0, className: 'red fox' }]);
});

it('takes scientific and common names of codes from two files, and short names for what they stand for', async () => {
  const reader = new LabelsReader();
  unwrap(await reader.open(file('class_mapping.csv', 'id,name\n0,Azolla filiculoides\n1,Pteris vittata\n')));
  unwrap(await reader.open(file('class_mapping_common.csv', 'id,name\n0,water fern\n1,ladder fern\n')));
  const ferns = parseClasses('ladder fern\nwater fern').classes;
  const sheet = unwrap(
    await reader.open(file('test.csv', ',id,filename,class_id\n26,9,a/1.jpg,0\n33,8,b/2.jpg,1\n')),
  );
  const found = unwrap(
    await reader.match({ kind: 'file', columns: sheet.columns }, ['a/1.jpg', 'b/2.jpg'], ferns),
  );
  expect(found.matched.map(({ className }) => className)).toEqual(['water fern', 'ladder fern']);
  expect(found.classes[0]!.names).toEqual(['Azolla filiculoides', 'water fern']);

  const lesions = new LabelsReader();
  unwrap(
    await lesions.open(
      file('class_mapping.csv', 'id,name,shortname\n4,Melanoma malignum,mel\n5,melanocytic nevi,nv\n'),
    ),
  );
  const rows = unwrap(await lesions.open(file('test.csv', 'filename,class_id\nISIC_1.jpg,5\nISIC_2,4\n')));
  const both = unwrap(
    await lesions.match({ kind: 'file', columns: rows.columns }, ['ISIC_1.jpg', 'ISIC_2.jpg'], classes),
  );
  expect(both.matched.map(({ className }) => className)).toEqual(['melanocytic nevus', 'melanoma']);
});

it('counts training photos instead of labelling them, unless they are asked for', async () => {
  const reader = new LabelsReader();
  const text =
    'file,class,split\na.jpg,mole,train\nb.jpg,mole,train\nc.jpg,melanoma,train\nd.jpg,mole,test\ne.jpg,fox,val\n';
  const { columns } = unwrap(await reader.open(file('labels.csv', text)));
  const source = { kind: 'file', columns } as const;
  const paths = ['a.jpg', 'd.jpg', 'e.jpg'];
  const found = unwrap(await reader.match(source, paths, classes));
  expect(found.matched.map(({ photo }) => photo)).toEqual([1, 2]);
  // Those that are not here are told by their counts, and the photo that is here has a label.
  expect([found.labelsWithout, found.photosWithout, found.trainingPhotos]).toEqual([[], [], 1]);
  expect(found.training).toMatchObject({
    of: 'the part “train”',
    classes: [
      { name: 'melanocytic nevus', count: 2, place: 1 },
      { name: 'melanoma', count: 1, place: 0 },
    ],
  });
  const all = unwrap(await reader.match(source, paths, classes, true));
  expect(all.matched.map(({ photo }) => photo)).toEqual([0, 1, 2]);
  expect(all.labelsWithout.map((label) => label.file)).toEqual(['b.jpg', 'c.jpg']);
});

it('takes counts from a table of classes, or from a file of labels of training photos beside the labels', async () => {
  const reader = new LabelsReader();
  unwrap(await reader.open(file('names.csv', 'id,name\n0,Vulpes vulpes\n1,mole\n')));
  const train = unwrap(
    await reader.open(file('train.csv', 'filename,class_id\n1.jpg,0\n2.jpg,0\n3.jpg,1\n')),
  );
  const test = unwrap(await reader.open(file('test.csv', 'filename,class_id\n9.jpg,1\n')));
  expect([train.use, test.use]).toEqual(['counts', 'labels']);
  const source = { kind: 'file', columns: test.columns } as const;
  const counted = async () => {
    const { matched, training } = unwrap(await reader.match(source, ['9.jpg', '1.jpg'], classes));
    return [
      matched.map(({ photo }) => photo),
      training?.of,
      training?.classes.map(({ name, count }) => [name, count]),
    ];
  };
  expect(await counted()).toEqual([
    [0],
    'train.csv',
    [
      ['red fox', 2],
      ['melanocytic nevus', 1],
    ],
  ]);
  const table = unwrap(
    await reader.open(file('counts.csv', 'class,count\nmelanoma,40\nred fox,3\nwolf,2\n')),
  );
  expect(table).toMatchObject({ use: 'counts', count: 3 });
  expect((await counted()).slice(1)).toEqual([
    'counts.csv',
    [
      ['melanoma', 40],
      ['red fox', 3],
      ['wolf', 2],
    ],
  ]);
  // What a file holds can be said otherwise; then the file before counts again.
  unwrap(await reader.use('counts.csv', 'labels'));
  expect((await counted())[1]).toBe('train.csv');
  expect(await reader.use('test.csv', 'codes')).toMatchObject({ ok: false });
  expect(await reader.open(file('headless.csv', 'melanoma,40\nmole,3\n'), 'counts')).toMatchObject({
    ok: true,
  });
  expect((await counted())[2]).toEqual([
    ['melanoma', 40],
    ['melanocytic nevus', 3],
  ]);
});

it('reads JSON in COCO’s form, a table without a header, and old encodings', async () => {
  const reader = new LabelsReader();
  const json = JSON.stringify({
    images: [{ id: 1, file_name: 'a.jpg' }],
    annotations: [{ image_id: 1, category_id: 3 }],
    categories: [{ id: 3, name: 'Vulpes vulpes' }],
  });
  expect(unwrap(await reader.open(file('coco.json', json)))).toMatchObject({ kind: 'coco', count: 1 });
  const coco = unwrap(await reader.match({ kind: 'file', columns: null }, ['a.jpg'], classes));
  expect(coco.matched).toMatchObject([{ className: 'red fox' }]);

  // The training part of a set is a file of its own.
  expect(unwrap(await reader.open(file('train.json', json)))).toMatchObject({ use: 'counts' });
  const counted = unwrap(await reader.match({ kind: 'file', columns: null }, ['a.jpg'], classes));
  expect(counted.training).toMatchObject({ of: 'train.json', classes: [{ name: 'red fox', count: 1 }] });
  expect(unwrap(await reader.use('train.json', 'labels'))).toMatchObject({ use: 'labels', kind: 'coco' });
  expect(await reader.use('train.json', 'codes')).toMatchObject({ ok: false });

  const latin = Uint8Array.from('a.jpg;M\xfccke\n\nb.jpg;red fox\nc.jpg\n', (letter) => letter.charCodeAt(0));
  const sheet = unwrap(await reader.open(file('l.csv', latin)));
  expect(sheet).toMatchObject({ header: ['Column 1', 'Column 2'], count: 3, encoding: 'Windows-1252' });
  const found = unwrap(
    await reader.match({ kind: 'file', columns: sheet.columns }, ['a.jpg', 'b.jpg'], classes),
  );
  expect(found.matched.map(({ className }) => className)).toEqual(['Mücke', 'red fox']);
  expect(found.problems).toEqual([{ kind: 'no class', words: 'line 4: no class for c.jpg' }]);
});

it.each([
  ['a.json', '{"images":[', /damaged/],
  ['a.json', '{"images":[]}', /images, annotations and categories/],
  ['a.csv', 'filename\n', /holds no labels/],
  ['a.csv', '', /holds no labels/],
  ['a.csv', 'PK\x03\x04\0\0', /no text/],
])('says what is wrong with %s holding %j', async (name, text, words) => {
  const answer = await new LabelsReader().open(file(name, text));
  expect(answer).toMatchObject({ ok: false });
  expect(() => unwrap(answer)).toThrow(words);
});
