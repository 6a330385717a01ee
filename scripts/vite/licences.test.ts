import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { licencesText, packagesOf } from './licences';

const root = fileURLToPath(new URL('../../', import.meta.url));
const moduleOf = (name: string) => `${root}node_modules/${name}/index.js`;
const read = (path: string) =>
  JSON.parse(readFileSync(`${root}${path}`, 'utf8')) as {
    dependencies: Record<string, string>;
    version: string;
  };

/** Licences that ask for more than their text. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  // A file of its own beside the bundle, which may be replaced: so its licence lets it stand beside ours.
  'libheif-js': /^LGPL-3\.0$/,
  // Binds its own files alone, which we do not change, and asks to say where their source is.
  exifreader: /^MPL-2\.0$/,
};

describe('the licences of what ships', () => {
  it('have a text for everything that the page and its workers may bundle', () => {
    const names = Object.keys(read('package.json').dependencies);
    const found = packagesOf(names.map(moduleOf));
    const inside = ['@huggingface/jinja', '@huggingface/tokenizers'];
    expect(found.map(({ name }) => name).sort()).toEqual([...names, ...inside].sort());
    for (const { name, text, licence } of found) {
      expect(text.length, name).toBeGreaterThan(200);
      expect(licence, name).toMatch(ALLOWED[name] ?? /^(Apache-2\.0|BSD-3-Clause|MIT|ISC)$/);
    }
  });
  it('name a package once, whatever of it is bundled, and pass our own code over', () => {
    const ids = [moduleOf('react'), `${root}node_modules/react/cjs/react.js?v=1`, `${root}src/main.tsx`];
    expect(packagesOf(ids)).toHaveLength(1);
  });
  it('say where the source is, where the licence asks for that', () => {
    const [found] = packagesOf([moduleOf('exifreader')]);
    expect(found!.text).toMatch(/^Source: https:\/\/github\.com\/mattiasw\/ExifReader\n/);
    expect(found!.text).toContain('Mozilla Public License');
  });
  it('are the package’s for its parts that have a package.json of their own', () => {
    const [found] = packagesOf([moduleOf('write-excel-file/universal')]);
    expect(found).toMatchObject({ name: 'write-excel-file', licence: 'MIT' });
  });
  it('are an error where a module belongs to no package', () => {
    expect(() => packagesOf([`${root}node_modules/.bin/none.js`])).toThrow(/No package/);
  });
  it('stand in one text, each licence once, ours among them', () => {
    const text = licencesText([
      { name: 'b', version: '2', licence: 'MIT', text: 'Permission' },
      { name: 'a', version: '1', licence: 'MIT', text: 'Permission' },
    ]);
    expect(text.indexOf('a 1 (MIT)\nb 2 (MIT)\n\nPermission')).toBeGreaterThan(0);
    expect(text.match(/Permission/g)?.length).toBe(1);
    expect(text).toContain('Apache License');
  });
});

it('onnxruntime-web is the version that transformers.js was built for, a pre-release as long as that is', () => {
  const wanted = read('node_modules/@huggingface/transformers/package.json').dependencies['onnxruntime-web'];
  expect(read('package.json').dependencies['onnxruntime-web']).toBe(wanted);
});
