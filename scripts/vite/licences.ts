import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Something that the build contains and others made. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly licence: string;
  /** The texts that must go with it. */
  readonly text: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the file lies in the build. */
const LICENCES_FILE = 'licences.txt';

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const ONNXRUNTIME = `Copyright (c) Microsoft Corporation

${MIT}

The compiled onnxruntime contains works of others. Their notices are at https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt`;

/** Texts of packages that come without theirs. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@panzoom/panzoom': `Copyright Timmy Willison and other contributors\n\n${MIT}`,
  'onnxruntime-web': ONNXRUNTIME,
  'onnxruntime-common': ONNXRUNTIME,
  lerc: `Copyright 2015-2021 Esri\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}`,
};

/** Where the source of packages lies whose licence asks that those who get the compiled form be told (MPL-2.0, 3.2). */
const SOURCES: Readonly<Record<string, string>> = {
  exifreader: 'https://github.com/mattiasw/ExifReader',
};

/** Packages that others carry inside, already bundled. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  '@huggingface/transformers': ['@huggingface/jinja', '@huggingface/tokenizers'],
};

/** What is compiled into WebAssembly and so is no module of the bundle. */
function compiledIn(): Licensed[] {
  const heif = join(root, 'node_modules/libheif-js');
  const usearch = join(root, 'node_modules/usearch');
  const { version } = readPackage(usearch)!;
  return [
    { name: 'usearch', version, licence: 'Apache-2.0', text: textsIn(usearch) },
    {
      name: 'libheif and libde265',
      version: `with libheif-js ${readPackage(heif)!.version}`,
      licence: 'LGPL-3.0',
      text: textsIn(join(heif, 'libheif-wasm')),
    },
    {
      name: 'NumKong',
      version: `with usearch ${version}`,
      licence: 'Apache-2.0',
      text: textsIn(join(usearch, 'numkong')),
    },
    {
      name: 'wasi-libc, with parts of musl',
      version: 'with LLVM',
      licence: 'MIT',
      text: `Copyright (c) 2005-2020 Rich Felker, et al.\nCopyright (c) the wasi-libc authors\n\n${MIT}`,
    },
    {
      name: 'LLVM libc++ and compiler-rt',
      version: 'with LLVM',
      licence: 'Apache-2.0 WITH LLVM-exception',
      text: 'Parts embedded by compiling. https://llvm.org/LICENSE.txt',
    },
  ];
}

/**
 * The packages that modules come from, each once.
 * @param moduleIds absolute paths, queries allowed; those outside node_modules are passed over
 * @throws Error for a package without a licence text
 */
export function packagesOf(moduleIds: Iterable<string>): Licensed[] {
  const found = new Map<string, Licensed>();
  const waiting = [...moduleIds];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const path = id.replace(/^\0/, '').replace(/\?.*$/, '');
    if (!path.includes('/node_modules/')) continue;
    const folder = packageFolder(path);
    const described = folder === null ? null : readPackage(folder);
    if (folder === null || described === null) throw new Error(`No package holds ${path}.`);
    const { name, version, license } = described;
    const key = `${name}@${version}`;
    if (found.has(key)) continue;
    const text = textsIn(folder) || STAND_INS[name] || (license === 'Apache-2.0' ? apache() : '');
    if (!text)
      throw new Error(
        `${key} comes without the text of its licence. Give it one in scripts/vite/licences.ts.`,
      );
    for (const inside of INSIDE[name] ?? []) waiting.push(join(root, 'node_modules', inside, 'index.js'));
    const source = SOURCES[name] === undefined ? '' : `Source: ${SOURCES[name]}\n\n`;
    found.set(key, { name, version, licence: license ?? 'see below', text: source + text });
  }
  return [...found.values()];
}

/** The file's text: what ships, under which licence, each text once. It begins with a mark that says it is UTF-8. */
export function licencesText(shipped: readonly Licensed[]): string {
  const sorted = [...shipped].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const byText = new Map<string, Licensed[]>();
  for (const item of sorted) byText.set(item.text, [...(byText.get(item.text) ?? []), item]);
  const nameOf = ({ name, version, licence }: Licensed) => `${name} ${version} (${licence})`;
  const parts = [
    'Fernglass, its models, captions, pictures and icons are under the Apache License 2.0, whose text stands below.\nIt contains the following works of others.',
    sorted.map(nameOf).join('\n'),
    `Fernglass (Apache-2.0)\n\n${apache()}`,
    ...[...byText].map(([text, items]) => `${items.map(nameOf).join('\n')}\n\n${text}`),
  ];
  return `\uFEFF${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}

/**
 * Writes the licences of all that the build contains. Workers are bundles of their own, so that this plugin goes into both
 * lists of plugins, by `forWorkers`.
 */
export function licences(): { readonly plugin: Plugin; readonly forWorkers: () => Plugin[] } {
  const moduleIds = new Set<string>();
  const collect = (
    bundle: Readonly<Record<string, { readonly type: string; readonly moduleIds?: readonly string[] }>>,
  ) => {
    for (const { moduleIds: ids = [] } of Object.values(bundle)) for (const id of ids) moduleIds.add(id);
  };
  return {
    forWorkers: () => [{ name: 'licences-of-workers', generateBundle: (_, bundle) => collect(bundle) }],
    plugin: {
      name: 'licences',
      apply: 'build',
      generateBundle: {
        order: 'post',
        handler(_, bundle) {
          collect(bundle);
          const source = licencesText([...packagesOf(moduleIds), ...compiledIn()]);
          this.emitFile({ type: 'asset', fileName: LICENCES_FILE, source });
        },
      },
    },
  };
}

/** The Apache License 2.0, whose text is the same for everybody. */
const apache = () => readFileSync(join(root, 'LICENSE'), 'utf8').trim();

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

function textsIn(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

const PACKAGE_NAME = /^(?:@[^/]+\/)?[^/]+$/;

/** The nearest folder above a file with the package.json of a package: parts of one may have a file of that name too. */
function packageFolder(path: string): string | null {
  for (let folder = dirname(path); folder.includes('/node_modules/'); folder = dirname(folder))
    if (PACKAGE_NAME.test(readPackage(folder)?.name ?? '')) return folder;
  return null;
}

function readPackage(folder: string): { name: string; version: string; license?: string } | null {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return null;
  const read = JSON.parse(readFileSync(file, 'utf8')) as {
    name?: string;
    version?: string;
    license?: string;
  };
  return read.name === undefined || read.version === undefined
    ? null
    : {
        name: read.name,
        version: read.version,
        ...(read.license === undefined ? {} : { license: read.license }),
      };
}
