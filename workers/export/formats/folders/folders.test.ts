import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { photoOf, requestOf, saidOf } from '../../testing/requests';
import { type Made, made } from '../../testing/written';
import { fileName, folderName } from './names';
import { powershellScript } from './scripts';

const none = { state: 'none', className: null, by: 'Ada', at: '2026-05-02T10:00:00.000Z' } as const;

const unread = {
  enriched: [],
  zeroShot: [],
  error: { code: 'image-unreadable', message: 'No picture.' },
} as const;

const photos = [
  photoOf('one/a.jpg', { label: saidOf('Fern: lady/male') }),
  photoOf('two/A.jpg', { label: saidOf('Fern: lady/male') }),
  photoOf("it's -x.jpg", { label: saidOf("O'Hara’s") }),
  photoOf('guess.jpg'),
  photoOf('none.jpg', { label: none }),
];

/** What no system's names have: signs that some forbid, dots and blanks at their ends, devices of Windows, too many bytes. */
const FORBIDDEN =
  /\p{Cc}|\p{Cs}|[<>:"/\\|?*]|^[. ]|[. ]$|^$|^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(?:\.|$)/iu;
const bytesOf = (text: string) => Buffer.byteLength(text);

/**
 * Holds an archive to the rules of the loader of Hugging Face: `metadata.csv` names each picture once, by its path from
 * there, which leads to a file, and the card says of which files the data set is made; a folder has pictures of one class.
 */
function checkImageFolder({ files, rows }: Made): Record<string, string>[] {
  const table = rows('metadata.csv');
  expect(files.get('metadata.csv')!.startsWith('file_name,')).toBe(true);
  const names = table.map((row) => row.file_name!);
  const keys = names.map((name) => name.normalize('NFC').toLowerCase());
  expect(new Set(keys).size, 'paths that differ on every system').toBe(names.length);
  const labels = new Map<string, string>();
  for (const [i, row] of table.entries()) {
    expect(files.get(row.file_name!), row.file_name!).toBe(row.original_file);
    const parts = row.file_name!.split('/');
    expect(parts).toHaveLength(2);
    for (const part of parts) {
      expect(part).not.toMatch(FORBIDDEN);
      expect(bytesOf(part)).toBeLessThanOrEqual(130);
    }
    const folder = keys[i]!.split('/')[0]!;
    expect(labels.get(folder) ?? row.label).toBe(row.label);
    labels.set(folder, row.label!);
  }
  expect(files.get('README.md')).toMatch(
    /^---\nconfigs:\n- config_name: default\n {2}data_files:\n {2}- split: train\n {4}path:\n {4}- metadata\.csv\n {4}- "\*\/\*"\n---\n/,
  );
  return table;
}

const anyName = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'. :con', '\ud83c', '🌿', '蕨', '\0'),
      fc.string({ unit: 'binary', maxLength: 60 }),
    ),
  )
  .map((parts) => parts.join(''));

describe('sorted folders', () => {
  it('are copies by class with the table of an ImageFolder', async () => {
    const table = checkImageFolder(await made(requestOf('folders'), photos));
    expect(table.map((row) => row.file_name)).toEqual([
      'Fern_ lady_male/a.jpg',
      'Fern_ lady_male/A-2.jpg',
      "O'Hara’s/it's -x.jpg",
      'Asplenium scolopendrium/guess.jpg',
      '_no class/none.jpg',
    ]);
    expect(table.map((row) => [row.label, row.labelled_by])).toEqual([
      ['Fern: lady/male', 'human'],
      ['Fern: lady/male', 'human'],
      ["O'Hara’s", 'human'],
      ['Asplenium scolopendrium', 'machine'],
      ['', ''],
    ]);
  });

  it('are one a class, whatever classes and files are called, and the table leads to every file', async () => {
    const names = [
      'a/b',
      'a:b',
      'A_B',
      '=1+1',
      '-x',
      '@y',
      '_no class',
      'metadata.csv',
      'test',
      'سرخس',
      '🌿',
      'CON',
      'é',
      'e\u0301',
    ];
    const table = checkImageFolder(
      await made(requestOf('folders'), [
        ...names.map((name) => photoOf(`${name.replaceAll('/', '_')}/-1.jpg`, { label: saidOf(name) })),
        photoOf('1, "2"\n3.jpg', { label: saidOf('=1+1') }),
        photoOf('test.jpg', { label: none }),
        photoOf('broken.jpg', { ...unread, label: saidOf('é') }),
      ]),
    );
    const { rows } = await made(requestOf('folders'), [photoOf('broken.jpg', unread)]);
    expect(rows('metadata.csv')).toEqual([]);
    expect(rows('left-out.csv')).toEqual([{ file: 'broken.jpg', reason: 'No picture.' }]);
    expect(table.map((row) => row.label)).toEqual([...names, '=1+1', '', 'é']);
    expect(new Set(table.map((row) => row.file_name!.split('/')[0])).size).toBe(names.length + 1);
  });

  it('are scripts that move the files where they are, and overwrite nothing', async () => {
    const { files } = await made(requestOf('folders', { sorting: 'scripts' }), photos);
    const at = moved(
      photos.map(({ file }) => file),
      files.get('sort.sh')!,
      { '_no class/none.jpg': 'was there' },
    );
    expect(at('Fern_ lady_male/a.jpg')).toBe('one/a.jpg');
    expect(at('Fern_ lady_male/A-2.jpg')).toBe('two/A.jpg');
    expect(at("O'Hara’s/it's -x.jpg")).toBe("it's -x.jpg");
    expect(at('_no class/none.jpg')).toBe('was there');
    expect(at('none.jpg')).toBe('none.jpg');
    expect(files.get('sort.ps1')).toContain("Move-Photo 'it''s -x.jpg' 'O''Hara’’s/it''s -x.jpg'");
  });

  it('are moved to free places alone: not to where another photo lies, and not at all from where they belong', async () => {
    const there = [
      photoOf('new/a.jpg', { label: saidOf('Fern') }),
      photoOf('Fern/a.jpg', { label: saidOf('Moss') }),
      photoOf('Moss/b.jpg', { label: saidOf('Moss') }),
      photoOf('$(touch x) `y` \\ [z].jpg', { label: saidOf('-n') }),
      photoOf('-rf.jpg', { label: saidOf('-n') }),
      photoOf('two\nlines.jpg', { label: saidOf('-n') }),
    ];
    const { files } = await made(requestOf('folders', { sorting: 'scripts' }), there);
    const at = moved(
      there.map(({ file }) => file),
      files.get('sort.sh')!,
    );
    expect(at('Fern/a-2.jpg')).toBe('new/a.jpg');
    expect(at('Moss/a.jpg')).toBe('Fern/a.jpg');
    expect(at('Moss/b.jpg')).toBe('Moss/b.jpg');
    expect(at('-n/$(touch x) `y` _ [z].jpg')).toBe('$(touch x) `y` \\ [z].jpg');
    expect(at('-n/-rf.jpg')).toBe('-rf.jpg');
    expect(at('-n/two_lines.jpg')).toBe('two\nlines.jpg');
    expect(at('x')).toBeNull();
    const script = files.get('sort.ps1')!;
    // A mark of UTF-8 and lines as Windows ends them; brackets in a destination are no pattern to .NET.
    expect(powershellScript([]).startsWith('\ufeff#')).toBe(true);
    expect(script.replaceAll('\r\n', '').replace('two\nlines', '')).not.toMatch(/[\r\n]/);
    expect(script).not.toContain('Move-Item');
  });

  it('have names that every system takes, whatever a class or a file is called', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        for (const safe of [folderName(name), fileName(name)]) {
          expect(safe).not.toMatch(FORBIDDEN);
          expect(bytesOf(safe)).toBeLessThanOrEqual(121);
        }
      }),
    );
    expect(['..', 'CON', 'nul.txt', 'aux .x', 'COM¹', 'a. .'].map(folderName)).toEqual([
      '_',
      '_CON',
      '_nul.txt',
      '_aux .x',
      '_COM¹',
      'a',
    ]);
    expect(folderName('蕨'.repeat(100))).toBe('蕨'.repeat(40));
    expect(folderName(`${'x'.repeat(117)}🌿y`)).toBe('x'.repeat(117));
    expect(fileName(`${'x'.repeat(300)}.jpeg`)).toBe(`${'x'.repeat(115)}.jpeg`);
    expect(fileName('.jpg')).toBe('jpg');
  });
});

/** Runs a shell script over files whose content is their path. @returns what lies at a path; null for nothing */
function moved(paths: readonly string[], script: string, others: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sorted-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of [...paths.map((path) => [path, path] as const), ...Object.entries(others)]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  execFileSync('sh', ['-s'], { cwd: folder, input: script, stdio: ['pipe', 'ignore', 'ignore'] });
  return (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null);
}
