import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classListReader, finished, parseClasses, type TypedClass, writeClasses } from './parse';
import { keptQuotes } from './syntax';

const namesOf = (text: string) => parseClasses(text).classes.map(({ names }) => names.join(' | '));
const codesOf = (text: string) => parseClasses(text).problems.map(({ code }) => code);
const toldOf = (text: string) => parseClasses(text).problems.map(({ message }) => message);

describe('reading class lists', () => {
  it('reads lines that begin with > and a number as names, and says so', () => {
    const text = '>5 mm lesion\n<5 mm lesion\n> 10 mm lesion\n>= 2 lobes\nroyal fern';
    expect(namesOf(text)).toEqual(text.split('\n'));
    expect(toldOf(text)).toEqual([
      '3 lines, such as “>5 mm lesion”, are classes: a number follows the >. Begin a description with a word.',
    ]);
  });

  it('keeps > in a name after a backslash or a space', () => {
    expect(namesOf('fern\n\\> of the north\n > of the south\n> a description')).toEqual([
      'fern',
      '> of the north',
      '> of the south',
    ]);
    expect(codesOf('fern\n\\> north\n > south')).toEqual([]);
  });

  it('reads descriptions that begin with a number after a backslash', () => {
    expect(parseClasses('fern\n> \\10 leaflets\nmoss').classes[0]!.descriptions).toEqual(['10 leaflets']);
  });

  it('leaves out quotes around names, also typographic ones, and says so', () => {
    expect(namesOf('"bracken"\n“royal fern” | "so-called ""tree"" fern"\n„Farn“\n\\"quoted"')).toEqual([
      'bracken',
      'royal fern | so-called "tree" fern',
      'Farn',
      '"quoted"',
    ]);
    expect(toldOf('"bracken"\nmoss')).toEqual([
      'Left out of “bracken”: the quotes around the name. A backslash before them keeps them.',
    ]);
    expect(namesOf('5" pipe\nthe "red" fern\n"a" and "b"\nhart’s-tongue')).toEqual([
      '5" pipe',
      'the "red" fern',
      '"a" and "b"',
      'hart’s-tongue',
    ]);
  });

  it('takes names with quotes as they are where that is wanted', () => {
    const text = '"bracken"\nmoss | “peat moss”\n> "soft"';
    expect(namesOf(keptQuotes(text))).toEqual(['"bracken"', 'moss | “peat moss”']);
    expect(keptQuotes('moss\n> a "b"\n')).toBe('moss\n> a "b"\n');
  });

  it('reads names without what cannot be seen, sees repeated ones, and says what it left out', () => {
    const text = 'bra\u00adcken\nroyal fern\u200b\nbracken\nfouge\u0300re\nfougère';
    expect(namesOf(text)).toEqual(['bracken', 'royal fern', 'fougère']);
    expect(codesOf(text)).toEqual(['class-duplicate', 'class-duplicate', 'class-name-cleaned']);
    expect(toldOf(text)[2]).toBe(
      'Left out of 2 lines, such as “bracken”: 1 soft hyphen and 1 zero-width character, which nobody sees and the model would read.',
    );
  });

  it('takes any line end', () => {
    expect(namesOf('a\r\nb\rc\nd\u2028e\u0085f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('tells thousands of repeated lines in few words', () => {
    const { classes, problems } = parseClasses('fern\n'.repeat(5000));
    expect(classes).toHaveLength(1);
    expect(problems.length).toBeLessThan(30);
    expect(problems.some(({ message }) => message.startsWith('4,979 more lines'))).toBe(true);
  });

  it('reads what it writes', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.constantFrom(
        '>',
        '>5',
        '\\',
        '\\>',
        '"',
        '“x”',
        '"a"',
        '= 3',
        '10',
        '$&',
        ',',
        ';',
        'é',
        '日本',
        '-',
        '#',
      ),
    );
    const text = fc
      .array(word, { minLength: 1, maxLength: 3 })
      .chain((words) => fc.constantFrom(' ', '').map((between) => words.join(between)));
    const lists = fc
      .uniqueArray(text, { minLength: 2, maxLength: 12, selector: (name) => name.toLowerCase() })
      .chain((names) =>
        fc.array(fc.array(text, { maxLength: 2 }), { minLength: 12, maxLength: 12 }).map((described) =>
          names.reduce<TypedClass[]>((classes, name, i) => {
            // Every third name is a further name of the class before.
            const last = classes.at(-1);
            if (i % 3 === 2 && last !== undefined)
              classes[classes.length - 1] = { ...last, names: [...last.names, name] };
            else classes.push({ name, names: [name], descriptions: described[i]! });
            return classes;
          }, []),
        ),
      );
    fc.assert(
      fc.property(lists, (classes) => {
        expect(parseClasses(writeClasses(classes)).classes).toEqual(classes);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('reading a list again', () => {
  it('gives what reading it for the first time gives, whatever was read before', () => {
    const line = fc.constantFrom(
      'fern',
      'Fern',
      'moss | fern',
      'moss',
      '> tall',
      '> in woods',
      '>5 mm',
      '"quoted"',
      're\u00adlay',
      '',
      '> \\10 leaflets',
    );
    const list = fc.array(line, { maxLength: 9 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(list, { minLength: 2, maxLength: 5 }), (texts) => {
        const read = classListReader();
        for (const text of texts) expect(finished(read(text))).toEqual(parseClasses(text));
      }),
    );
  });

  it('gives the same objects for lines that stay, and reads only those that do not', () => {
    const reader = classListReader();
    const read = (text: string) => finished(reader(text));
    const [fern, moss] = read('fern\nmoss | sphagnum').classes;
    const { classes } = read('lichen\nmoss | sphagnum\nfern\n> tall');
    expect(classes[1]).toBe(moss);
    expect(classes[2]).toEqual({ ...fern, descriptions: ['tall'] });
    expect(fern!.descriptions).toEqual([]);
    expect(read('moss | sphagnum\nfern').classes).toEqual([moss, fern]);
  });

  it('reads a long list in steps, and leaves no trace of a reading that is not ended', () => {
    const long = Array.from({ length: 2000 }, (_, i) => `class ${i}`).join('\n');
    const read = classListReader();
    const [, moss] = finished(read('fern\nmoss')).classes;
    const left = read(`${long}\nmoss`);
    expect(left.next().done).toBe(false);
    let steps = 0;
    const again = read(`${long}\nmoss`);
    let step = again.next();
    for (; !step.done; step = again.next()) steps++;
    expect(steps).toBeGreaterThan(4);
    expect(step.value).toEqual(parseClasses(`${long}\nmoss`));
    expect(step.value.classes.at(-1)).toBe(moss);
  });
});
