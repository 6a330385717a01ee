/** Compiles the resize's inner loops to WebAssembly with LLVM from npm (no system compiler): `npm run resize-kernel`. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Tree } from '@yowasp/clang';
import { SOURCE_HASH_FILE, sourceHash } from './source-hash';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const FLAGS = [
  '-std=c17',
  '-O3',
  '-msimd128',
  '-nostdlib',
  '-ffreestanding',
  '-Wl,--no-entry',
  // The memory behind this is the caller's.
  '-Wl,--export=__heap_base',
  '-Wl,--strip-all',
];

const { commands, Exit } = await import('@yowasp/clang');
// The first call only reads the compiler's own files; it would print its progress otherwise.
await commands.clang(undefined, {}, { fetchProgress: () => {} });
const messages: string[] = [];
const note = (bytes: Uint8Array | null) => {
  if (bytes !== null) messages.push(new TextDecoder().decode(bytes));
};
try {
  const files = (await commands.clang(
    [...FLAGS, 'resize.c', '-o', 'resize.wasm'],
    { 'resize.c': await readFile(at('resize.c')) },
    { stdout: note, stderr: note },
  )) as Tree;
  const wasm = files['resize.wasm'] as Uint8Array;
  await writeFile(at('resize.wasm'), wasm);
  await writeFile(at(SOURCE_HASH_FILE), `${sourceHash()}\n`);
  console.log(`resize.wasm: ${wasm.length} bytes`);
} catch (error) {
  if (error instanceof Exit) throw new Error(`resize.c does not compile:\n${messages.join('')}`);
  throw error;
}
