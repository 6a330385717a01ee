import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Takes checkpoints of full size through the built app: makes those that are not there yet (with PYTHON, `python3` by
 * default, which needs pocket/convert/requirements.txt and pillow), builds the app, and drives the browser.
 */

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const ALL = ['siglip-base', 'siglip2-base', 'clip-b16'];
const FOLDER = '.cache/full-size';
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.log(`npm run test:full-size [-- NAME ...]   with NAME among ${ALL.join(', ')}`);
  process.exit(unknown.includes('--help') ? 0 : 1);
}
const names = chosen.length > 0 ? chosen : ALL;
// One after the other: a checkpoint takes up to ten gigabytes while it is made.
for (const name of names)
  if (!existsSync(`${FOLDER}/${name}/reference.json`))
    run(process.env.PYTHON ?? 'python3', ['scripts/full-size/make-checkpoints.py', FOLDER, name]);
run('npm', ['run', 'build']);
process.env.FULL_SIZE = names.join(',');
run('npx', ['playwright', 'test', '-c', 'scripts/full-size/playwright.config.ts']);

function run(command: string, given: string[]): void {
  const { status } = spawnSync(command, given, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}
