/**
 * Whether browser back ends give the test pictures the same best classes as Node:
 * `npm run eval:agreement -- [--per-class 20] [--back-end wasm|webgpu]`. The end-to-end tests of that name, on more pictures; WebGPU
 * runs on the software adapter, which takes one to two seconds a picture.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { 'per-class': { type: 'string', default: '20' }, 'back-end': { type: 'string' } },
});
const { 'per-class': perClass, 'back-end': backEnd } = values;
if (!/^[1-9]\d*$/.test(perClass) || !['wasm', 'webgpu', undefined].includes(backEnd)) {
  console.error('--per-class is a whole number above 0, --back-end is wasm or webgpu.');
  process.exit(2);
}
const only = backEnd === undefined ? [] : [`--project=${backEnd}`];
const { status } = spawnSync('npx', ['playwright', 'test', 'encoder/agreement', '--workers=1', ...only], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, FERNGLASS_AGREEMENT_PER_CLASS: perClass },
});
process.exitCode = status ?? 1;
