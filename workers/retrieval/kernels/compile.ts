/**
 * Compiles the usearch binding to WebAssembly with LLVM from npm (no system compiler), twice: with relaxed SIMD and
 * NumKong's kernel, and a baseline for engines that lack it. The result is kept until one of its inputs changes.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tree } from '@yowasp/clang';
import type { Build } from './kernels';
import { WASM_FOLDER, wasmFile } from './node';

const BUILDS: readonly Build[] = ['relaxed-simd', 'baseline'];
/** The first is compiled, and includes the others. */
const SOURCES = ['binding.cpp', 'fast_scan.hpp', 'residual.hpp'];
const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const cpp = join(here, 'cpp');
const usearch = join(here, '../../../node_modules/usearch');

const COMMON_FLAGS = [
  '-std=c++17',
  '-O3',
  '-DNDEBUG',
  '-fno-exceptions',
  '-fno-rtti',
  '-mexec-model=reactor',
  // usearch takes its memory from mmap, which WASI lacks.
  '-D_WASI_EMULATED_MMAN',
  '-lwasi-emulated-mman',
  '-DUSEARCH_USE_NUMKONG=0',
  '-Iusearch/include',
  '-Iusearch/numkong/include',
  '-Wl,--strip-all',
  // The linker's 64 KB are little for C++, and an overflow would go unnoticed.
  '-Wl,-z,stack-size=1048576',
];

const FLAGS: Record<Build, readonly string[]> = {
  'relaxed-simd': ['-msimd128', '-mrelaxed-simd'],
  baseline: ['-msimd128'],
};

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Everything the output depends on, as one string. */
async function describeInputs(): Promise<string> {
  const versionOf = async (folder: string) =>
    (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  const clang = join(dirname(require.resolve('@yowasp/clang')), '..');
  return JSON.stringify({
    sources: await Promise.all(SOURCES.map(async (name) => sha256(await readFile(join(cpp, name))))),
    flags: [COMMON_FLAGS, FLAGS],
    usearch: await versionOf(usearch),
    clang: await versionOf(clang),
  });
}

/** True when both outputs are those the record was written for. */
async function upToDate(inputs: string): Promise<boolean> {
  try {
    const record = JSON.parse(await readFile(join(WASM_FOLDER, 'record.json'), 'utf8')) as {
      inputs: string;
      outputs: Record<Build, string>;
    };
    if (record.inputs !== inputs) return false;
    for (const build of BUILDS)
      if (sha256(await readFile(wasmFile(build))) !== record.outputs[build]) return false;
    return true;
  } catch {
    return false;
  }
}

/** The C and C++ headers of the package as the compiler's virtual file system wants them. */
async function headers(): Promise<Tree> {
  const tree: Tree = {};
  for (const folder of ['include', 'numkong/include']) {
    const root = join(usearch, folder);
    for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !/\.(h|hpp)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      let node = tree;
      for (const part of relative(usearch, dirname(file)).split(/[\\/]/)) {
        node[part] ??= {};
        node = node[part] as Tree;
      }
      node[entry.name] = await readFile(file);
    }
  }
  return tree;
}

async function compile(build: Build, includes: Tree): Promise<Uint8Array> {
  const { commands, Exit } = await import('@yowasp/clang');
  // The first call only reads the compiler's own files; it would print its progress otherwise.
  await commands['clang++'](undefined, {}, { fetchProgress: () => {} });
  const sources: Tree = {};
  for (const name of SOURCES) sources[name] = await readFile(join(cpp, name));
  const messages: string[] = [];
  const note = (bytes: Uint8Array | null) => {
    if (bytes !== null) messages.push(new TextDecoder().decode(bytes));
  };
  try {
    const files = (await commands['clang++'](
      [...COMMON_FLAGS, ...FLAGS[build], 'binding.cpp', '-o', 'usearch.wasm'],
      { ...sources, usearch: includes },
      { stdout: note, stderr: note },
    )) as Tree;
    return files['usearch.wasm'] as Uint8Array;
  } catch (error) {
    if (error instanceof Exit) throw new Error(`The usearch binding does not compile:\n${messages.join('')}`);
    throw error;
  }
}

/** Writes through a second name, so that a killed build leaves no half file. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const half = `${file}.${process.pid}`;
  await writeFile(half, content);
  await rename(half, file);
}

const inputs = await describeInputs();
if (await upToDate(inputs)) {
  console.log('usearch.wasm: up to date');
} else {
  const started = Date.now();
  console.log('usearch.wasm: compiling (a minute or two, only after a change) …');
  await mkdir(WASM_FOLDER, { recursive: true });
  const includes = await headers();
  const outputs: Partial<Record<Build, string>> = {};
  const sizes: string[] = [];
  for (const build of BUILDS) {
    const wasm = await compile(build, includes);
    await writeWhole(wasmFile(build), wasm);
    outputs[build] = sha256(wasm);
    sizes.push(`${build} ${Math.round(wasm.length / 1024)} KB`);
  }
  await writeWhole(join(WASM_FOLDER, 'record.json'), JSON.stringify({ inputs, outputs }));
  console.log(`usearch.wasm: ${sizes.join(', ')} in ${Math.round((Date.now() - started) / 1000)} s`);
}
