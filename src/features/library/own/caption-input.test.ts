import { describe, expect, test } from 'vitest';
import {
  type CaptionInput,
  firstTable,
  isCaptionFile,
  openCaptions,
  pastedCaptions,
  readCaptions,
  usualColumns,
} from './caption-input';

const never = new AbortController().signal;
/** The choice that the form begins with. */
const usualChoice = (...inputs: readonly CaptionInput[]) => {
  const table = firstTable(inputs);
  return { readAs: null, column: 0, nameColumn: -1, ...(table && usualColumns(table)) };
};
const read = async (name: string, content: string, change = {}) => {
  const input = await openCaptions(new File([content], name));
  const choice = { ...usualChoice(input), language: 'en', ...change };
  return { input, choice, ...(await readCaptions([input], choice, never)) };
};

describe('files of captions', () => {
  test('in prose are read in sentences, with headings', async () => {
    const { input, texts } = await read('flora.md', '# Asplenium viride\n\nStipes green. Sori oblong.\n');
    expect(input).toMatchObject({ readAs: 'sentences' });
    expect(texts).toEqual(['Asplenium viride: Stipes green.', 'Asplenium viride: Sori oblong.']);
  });

  test('are told apart, each with what it gave; what is there already is left out', async () => {
    const inputs = [
      await openCaptions(new File(['a red relay\na blue relay\n'], 'a.txt')),
      pastedCaptions('a green relay\na RED relay\n'),
      await openCaptions(new File(['A blue relay!\n'], 'b.txt')),
      await openCaptions(new File(['a white relay\n'], 'a.txt')),
    ];
    const choice = { ...usualChoice(...inputs), language: 'en' };
    const { files, leftOut, texts } = await readCaptions(inputs, choice, never, ['A White Relay', 'a relay']);
    expect(texts).toEqual(['a red relay', 'a blue relay', 'a green relay']);
    expect(files).toEqual([
      { name: 'a.txt', captions: 2 },
      { name: 'Pasted text', captions: 1 },
    ]);
    expect(leftOut).toMatchObject({ repetition: 3 });
    const twice = await readCaptions([inputs[0]!, inputs[3]!], choice, never);
    expect(twice.files.map(({ name }) => name)).toEqual(['a.txt', 'a.txt (file 2)']);
  });

  test('with a caption a line are taken so, each once', async () => {
    const { input, leftOut, texts } = await read(
      'c.txt',
      '\ufeffa red relay\r\na blue relay\r\nA red relay!\r\n123',
    );
    expect(input).toMatchObject({ readAs: 'lines' });
    expect(texts).toEqual(['a red relay', 'a blue relay']);
    expect(leftOut).toMatchObject({ repetition: 1, 'without letters': 1 });
    // One alone is no heading without a text.
    expect((await read('d.txt', 'a white relay')).texts).toEqual(['a white relay']);
    expect((await read('e.txt', 'A relay. It is white.')).texts).toEqual(['A relay.', 'It is white.']);
    expect((await read('f.txt', ' ')).texts).toEqual([]);
  });

  test('of Parquet are read in a worker, as tables, and are told by how they begin', async () => {
    const table = {
      columns: ['species', 'wiki_description'],
      rows: [['Asplenium viride', 'Stipes green.']],
    };
    const asked: string[] = [];
    const input = await openCaptions(new File(['PAR1\0\0'], 'ferns'), async ({ name }) => {
      asked.push(name);
      return table;
    });
    expect(asked).toEqual(['ferns']);
    expect(input).toEqual({ kind: 'table', name: 'ferns', ...table });
    const choice = { ...usualChoice(input), language: 'en' };
    expect((await readCaptions([input], choice, never)).texts).toEqual(['Asplenium viride: Stipes green.']);
  });

  test('in folders are told from what else lies there', () => {
    const names = ['a.TXT', 'b.md', 'c.parquet', 'd.jpg', 'txt', 'e.pdf', 'f.jsonl'];
    expect(names.filter((name) => isCaptionFile({ name }))).toEqual([
      'a.TXT',
      'b.md',
      'c.parquet',
      'f.jsonl',
    ]);
  });

  test('that are tables give the columns whose names say what they hold, or those that are chosen', async () => {
    const csv = 'id;name;description;note\n1;BC547;"NPN; small";old\n2;BC557;PNP;new\n\n';
    const { choice, input, texts } = await read('parts.csv', csv);
    expect(input).toMatchObject({ kind: 'table', columns: ['id', 'name', 'description', 'note'] });
    expect(choice).toMatchObject({ column: 2, nameColumn: 1 });
    expect(texts).toEqual(['BC547: NPN; small', 'BC557: PNP']);
    expect((await read('parts.csv', csv, { column: 3, nameColumn: -1 })).texts).toEqual(['old', 'new']);
    const { input: unnamed } = await read('b.csv', 'a,,a\n1,2,3\n');
    expect(unnamed).toMatchObject({ columns: ['a', '(column 2)', 'a (column 3)'] });
    expect((await read('a.tsv', 'u\tlong\nx\ta longer text\n')).texts).toEqual(['a longer text']);
  });

  test('of several kinds together are each read as they are: texts as they look, tables by columns of the same names', async () => {
    const open = (name: string, content: string) => openCaptions(new File([content], name));
    const inputs = [
      pastedCaptions('a red relay\na blue relay\n'),
      await open('a.csv', 'id,name,description\n1,BC547,an NPN transistor\n'),
      await open('b.csv', 'description,note,name\na PNP transistor,old,BC557\n'),
      await open('c.csv', 'n,caption\n7,a green diode\n'),
      await open('flora.md', '# Asplenium viride\n\nStipes green. Sori oblong.\n'),
    ];
    const choice = { ...usualChoice(...inputs), language: 'en' };
    expect((await readCaptions(inputs, choice, never)).texts).toEqual([
      'a red relay',
      'a blue relay',
      'BC547: an NPN transistor',
      'BC557: a PNP transistor',
      'a green diode',
      'Asplenium viride: Stipes green.',
      'Asplenium viride: Sori oblong.',
    ]);
    const lines = await readCaptions(inputs.slice(4), { ...choice, readAs: 'lines' }, never);
    expect(lines.texts).toContain('Stipes green. Sori oblong.');
  });

  test('of JSON Lines are tables too; lines that cannot be read are passed over', async () => {
    const jsonl = '{"title": "Fern", "text": "It is green."}\n{oops\n\n{"text": "Alone", "n": 3}\n';
    const { texts } = await read('x.jsonl', jsonl);
    expect(texts).toEqual(['Fern: It is green.', 'Alone']);
    await expect(read('x.jsonl', 'nothing\nhere')).rejects.toThrow(/holds no objects.*2 lines/);
  });

  test('that hold no text are refused', async () => {
    await expect(read('book.pdf', '%PDF\0\0')).rejects.toThrow(/book\.pdf is no text/);
  });

  test('stop being read when they are given up', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const input = pastedCaptions('a b c.\n\nd e f.');
    await expect(readCaptions([input], { ...usualChoice(input), language: '' }, stop.signal)).rejects.toThrow(
      'enough',
    );
  });
});
