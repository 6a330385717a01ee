import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClasses, type TypedClass, writeClasses } from '../../../../core';
import { readList, textOf } from './read-list';
import { savedList } from './saved-list';

/** What is taken at once: the box's text and what is said of it; null for a plain list and for what is only offered. */
function taken(text: string, fileName?: string) {
  const { certainty, choices } = readList(text, fileName);
  return certainty === 'sure' ? { names: textOf(choices[0]!).split('\n'), words: choices[0]!.words } : null;
}

const certaintyOf = (text: string, fileName?: string) => readList(text, fileName).certainty;

const NAMES = ['bracken', 'royal fern', 'tree fern', 'hart’s-tongue fern'];

describe('reading what is no plain list', () => {
  it('leaves plain lists as they are, whatever ends their lines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { certainty, plain } = readList(`\ufeff${NAMES.join(end)}`);
      expect(certainty).toBe('plain');
      expect(plain).toBe(NAMES.join('\n'));
    }
    for (const text of [
      '',
      '  \n',
      'fern',
      'fern\n> it grows, in shade\nmoss',
      'fern | bracken\nmoss',
      '1\n2\n3',
    ])
      expect(certaintyOf(text)).toBe('plain');
  });

  it('leaves out quotes, doubled ones within too, and takes a quoted name over two lines for one', () => {
    expect(taken('"bracken"\r\n"so-called ""tree"" fern"\r\n"royal\r\nfern"')).toEqual({
      names: ['bracken', 'so-called "tree" fern', 'royal fern'],
      words: '3 names; quotes left out',
    });
    expect(taken(NAMES.map((name) => `"${name}"`).join('\n'))?.names).toEqual(NAMES);
    expect(certaintyOf('5" pipe\n3" pipe\nthe "red" fern')).toBe('plain');
  });

  it('keeps lines whole whose names hold commas', () => {
    const authors = Array.from({ length: 40 }, (_, i) => `Genus${i} species${i} L., ${1750 + i}`);
    expect(certaintyOf(authors.join('\n'))).toBe('plain');
    expect(certaintyOf([...NAMES, 'Osmunda regalis L., 1753'].join('\n'))).toBe('plain');
    expect(certaintyOf('Osmunda regalis L., 1753')).not.toBe('sure');
  });

  it.each([
    ['id,name\n1,bracken\n2,royal fern', '“name”'],
    ['name,count\nbracken,12\nroyal fern,7', '“name”'],
    ['id;name;n\n1;bracken;4\n2;royal fern;5', '“name”'],
    ['class_name,folder_name\nbracken,n001\nroyal fern,n002', '“class_name”'],
    ['\ufeff"Id"\t"Name"\r\n"1"\t"bracken"\r\n"2"\t"royal fern"\r\n', '“Name”'],
    ['file_name,label\na.jpg,bracken\nb.jpg,royal fern', '“label”'],
    ['label,name\n0,bracken\n1,royal fern', '“name”'],
    ['0,bracken\n1,royal fern', '2'],
    ['bracken\t12\nroyal fern\t7', '1'],
  ])('takes the column of names from %j', (text, column) => {
    const header = column.startsWith('“') ? '; header left out' : '';
    expect(taken(text)).toEqual({
      names: ['bracken', 'royal fern'],
      words: `2 names from column ${column}${header}`,
    });
  });

  it('shows tables of several columns of names before one is taken, and both as names of one class', () => {
    const { certainty, choices, isTable } = readList(
      'scientific,common\nOsmunda regalis,royal fern\nPteridium aquilinum,bracken',
    );
    expect([certainty, isTable]).toEqual(['perhaps', true]);
    expect(choices.map(({ label }) => label)).toEqual([
      'column “common”',
      'column “scientific”',
      'columns “common” and “scientific”',
    ]);
    expect(textOf(choices[2]!)).toBe('royal fern | Osmunda regalis\nbracken | Pteridium aquilinum');
  });

  it('takes the ranks of a checklist for ranks', () => {
    const text =
      'kingdom,phylum,class,order,family,genus,species\nPlantae,Tracheophyta,Polypodiopsida,Osmundales,Osmundaceae,Osmunda,Osmunda regalis\nPlantae,Tracheophyta,Polypodiopsida,Polypodiales,Dennstaedtiaceae,Pteridium,Pteridium aquilinum';
    expect(taken(text)?.names).toEqual(['Osmunda regalis', 'Pteridium aquilinum']);
  });

  it('only offers what looks like a table and does not say so', () => {
    expect(certaintyOf('bracken,12\nroyal fern,7\nmoss,3')).toBe('perhaps');
    expect(certaintyOf('Osmunda regalis;royal fern\nPteridium aquilinum;bracken')).toBe('perhaps');
    expect(certaintyOf('bracken,12\nroyal fern,7\nmoss,3', 'list.csv')).toBe('sure');
  });

  it('counts names that a column repeats once, and says so', () => {
    expect(taken('file,class\na.jpg,fern\nb.jpg,moss\nc.jpg,Fern')).toEqual({
      names: ['fern', 'moss'],
      words: '2 names from column “class”; header left out; 1 repeated line left out',
    });
  });

  it('leaves a header of one column out', () => {
    expect(taken('name\nbracken\nroyal fern')?.words).toBe('2 names; header “name” left out');
    expect(taken('names:\n  0: bracken\n  1: royal fern')).toEqual({
      names: ['bracken', 'royal fern'],
      words: '2 names; header “names” left out; numbers left out',
    });
    expect(certaintyOf('fern\nname\nmoss')).toBe('plain');
  });

  it('leaves bullets, consecutive numbers and ids out, and keeps numbers that belong to names', () => {
    for (const mark of [
      () => '- ',
      () => '• ',
      (i: number) => `${i + 1}. `,
      (i: number) => `(${i + 1}) `,
      (i: number) => `${i} `,
    ])
      expect(taken(NAMES.map((name, i) => mark(i) + name).join('\n'))?.names).toEqual(NAMES);
    expect(taken('n01440764 tench\nn01443537 goldfish')?.names).toEqual(['tench', 'goldfish']);
    for (const text of ['1 euro\n2 euro\n3 euro', '5 mm lesion\n10 mm lesion\n20 mm lesion', '2 CV\n4 CV'])
      expect(certaintyOf(text)).toBe('plain');
  });

  it('takes names on one line apart, and a list that is wrapped after commas', () => {
    expect(taken(NAMES.join(', '))).toEqual({ names: NAMES, words: '4 names; taken apart at commas' });
    expect(taken(NAMES.join('; '))?.names).toEqual(NAMES);
    expect(taken(NAMES.join('\t'))?.names).toEqual(NAMES);
    expect(taken(`${NAMES.slice(0, 2).join(', ')},\n${NAMES.slice(2).join(', ')}`)?.names).toEqual(NAMES);
    expect(taken('"bracken", "fern, royal", moss')?.names).toEqual(['bracken', 'fern, royal', 'moss']);
    for (const sentence of [
      'small, brown and furry',
      'a fern, with fronds that are long and narrow, divided twice',
    ])
      expect(certaintyOf(sentence)).toBe('perhaps');
  });

  it.each([
    '["bracken", "royal fern"]',
    "['bracken', 'royal fern',]",
    "classes = ['bracken', 'royal fern']",
    "{0: 'bracken',\n 1: 'royal fern'}",
    '{"0": "bracken", "1": "royal fern"}',
    '{"bracken": 0, "royal fern": 1}',
    '[{"id": 0, "name": "bracken"}, {"id": 1, "name": "royal fern"}]',
    '{"categories": [{"id": 0, "name": "bracken"}, {"id": 1, "name": "royal fern"}], "images": []}',
    '{"id2label": {"0": "bracken", "1": "royal fern"}}',
  ])('reads %j', (text) => {
    expect(taken(text)?.names).toEqual(['bracken', 'royal fern']);
  });

  it('keeps what looks like syntax in a table, and says what cannot be seen', () => {
    const { names, words } = taken('id,name\n1,> north\n2,bra\u00adcken\n3,>5 mm')!;
    expect(parseClasses(names.join('\n')).classes.map(({ name }) => name)).toEqual([
      '> north',
      'bracken',
      '>5 mm',
    ]);
    expect(words).toBe('3 names from column “name”; header left out; 1 soft hyphen left out');
  });

  it('reads a table in any separator, quoted where needed, as what was written', () => {
    const cell = fc
      .stringMatching(/^[a-z][a-z ,;"'\n\t]{0,8}[a-z]$/)
      .map((text) => text.replace(/\s+/g, ' '));
    const csv = (cells: readonly string[], delimiter: string) =>
      cells
        .map((text) => (/[",;\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
        .join(delimiter);
    fc.assert(
      fc.property(
        fc.uniqueArray(cell, { minLength: 2, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        (names, delimiter, end) => {
          const rows = names.map((name, i) => csv([`${i}`, name], delimiter));
          const { choices } = readList([csv(['id', 'name'], delimiter), ...rows].join(end));
          expect(choices[0]?.classes).toEqual(names.map((name) => [name]));
        },
      ),
    );
  });
});

describe('saving class lists', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.constantFrom(
      'name',
      'class',
      'id',
      '1',
      '2',
      ',',
      ', ',
      ';',
      '"',
      '"a"',
      '>',
      '>5',
      '\\',
      '- ',
      '1. ',
      '[',
      ']',
    ),
  );
  const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('').trim());
  const names = fc.uniqueArray(
    name.filter((text) => text !== ''),
    { minLength: 1, maxLength: 10, selector: (text) => text.toLowerCase() },
  );

  it('writes what reads back as the same list', () => {
    fc.assert(
      fc.property(names, fc.array(name, { maxLength: 3 }), (all, sentences) => {
        const described = sentences.filter((text) => text !== '');
        const classes: TypedClass[] = all.map((each, i) => ({
          name: each,
          names: [each],
          descriptions: i === 0 ? described : [],
        }));
        const reading = readList(savedList(writeClasses(classes)));
        expect(reading.certainty).toBe('plain');
        expect(parseClasses(reading.plain).classes).toEqual(classes);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes no more than the names where they are read as such', () => {
    expect(savedList('bracken\nroyal fern')).toBe('bracken\nroyal fern\n');
    expect(savedList('name\nbracken\nmoss')).toBe('Fernglass class list\nname\nbracken\nmoss\n');
  });
});
