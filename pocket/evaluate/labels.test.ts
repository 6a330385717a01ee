import { describe, expect, it } from 'vitest';
import { readLabels } from './labels.ts';

const plain = (text: string) => {
  const { rows, classes, problems } = readLabels(text);
  return {
    rows: rows.map(({ filename, label }) => [filename, classes[label]!.name]),
    names: classes.map(({ names }) => names.join(' | ')),
    problems,
  };
};

describe('labels as CSV', () => {
  it('may have quotes, commas and line breaks in a cell, a byte order mark and Windows line ends', () => {
    expect(
      plain(
        '\uFEFFfilename,class\r\n"a, ""b"".jpg","royal fern | Osmunda regalis"\r\nsub folder/c.png,"hart\'s-tongue,\r\ncommon"\r\n\r\n',
      ),
    ).toEqual({
      rows: [
        ['a, "b".jpg', 'royal fern'],
        ['sub folder/c.png', "hart's-tongue, common"],
      ],
      names: ['royal fern | Osmunda regalis', "hart's-tongue, common"],
      problems: [],
    });
  });

  it('gives the classes in order of appearance, with all names that the rows give them', () => {
    const text = 'class,filename\nb,1\na | alpha,2\nB | beta,3\nalpha,4\n';
    expect(plain(text)).toEqual({
      rows: [
        ['1', 'b'],
        ['2', 'a'],
        ['3', 'b'],
        ['4', 'a'],
      ],
      names: ['b | beta', 'a | alpha'],
      problems: [],
    });
  });

  it('takes the part where there is one', () => {
    const { rows } = readLabels('filename,class,part\n1,a,tail\n2,b,\n3,c\n');
    expect(rows.map(({ part }) => part)).toEqual(['tail', null, null]);
  });

  it('tells of every line that it does not use, and of unknown columns', () => {
    const { rows, names, problems } = plain(
      'Filename,Class,camera\n1,a | x,Leica\n,b,\n2,,\n1,a,\n1,c\n3,d | x\n4,a "quoted" b\n5,e\n',
    );
    expect(rows).toEqual([
      ['1', 'a'],
      ['3', 'd'],
      ['5', 'e'],
    ]);
    expect(names).toEqual(['a | x', 'b', 'c', 'd', 'e']);
    expect(problems).toEqual([
      expect.stringMatching(/^line 8: not read/),
      'column “camera” is not read (there are filename, class and part)',
      'line 3: no filename',
      'line 4: no class for 2',
      'line 5: 1 is listed a second time',
      'line 6: 1 is listed a second time, with another class; the first one counts',
      'line 7: “x” is already a name of “a”, and stays it',
    ]);
  });

  it('with a quote that is never closed still gives the lines before it, and says where they end', () => {
    const { rows, problems } = plain('filename,class\n1,a\n2,"b\n3,c\n');
    expect(rows).toEqual([['1', 'a']]);
    expect(problems).toEqual([expect.stringMatching(/^after line 2: not read/)]);
  });

  it.each(['', 'file,label\na,b\n', 'filename;class\na;b\n'])(
    'without its columns is refused: %j',
    (text) => {
      expect(() => readLabels(text)).toThrow(/must name the columns filename and class/);
    },
  );
});
