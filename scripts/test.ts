import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser';
import { addCounts, type Counts, playwrightCounts, summary, vitestCounts } from './test-counts';

/** All checks in sequence, stopping at the first that fails; the last line counts the tests that ran. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const UNIT_REPORT = '.cache/reports/unit.json';
const BROWSER_REPORT = '.cache/reports/end-to-end.json';

process.chdir(ROOT);
let counts: Counts = { passed: 0, failed: 0, skipped: 0 };

step('Browser', () => {
  const { path, sandbox } = ensureBrowser();
  console.log(`${path}${sandbox ? '' : ' (without its sandbox)'}`);
  return true;
});
step('Lint and layers', () => npmRun('lint'));
step('Types', () => npmRun('typecheck'));
step('Retrieval (WASM)', () => npmRun('wasm'));
step('Unit tests', () =>
  counted(UNIT_REPORT, vitestCounts, () =>
    npx('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`),
  ),
);
step('Build', () => npx('vite', 'build'));
step('End-to-end tests', () =>
  counted(BROWSER_REPORT, playwrightCounts, () => npx('playwright', 'test', '--reporter=list,json')),
);
console.log(`\n${summary(counts)}`);

function step(title: string, work: () => boolean): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))}`);
  if (work()) return;
  console.log(`\n${title}: failed.\n${summary(counts)}`);
  process.exit(1);
}

/** Runs tests and adds what their report counts, whether they passed or not. */
function counted(report: string, count: (json: unknown) => Counts, work: () => boolean): boolean {
  rmSync(report, { force: true });
  const passed = work();
  if (existsSync(report)) counts = addCounts(counts, count(JSON.parse(readFileSync(report, 'utf8'))));
  else if (passed) throw new Error(`${report} was not written.`);
  return passed;
}

function npmRun(script: string): boolean {
  return run('npm', ['run', '--silent', script]);
}

function npx(...command: string[]): boolean {
  return run('npx', command);
}

function run(command: string, parameters: string[]): boolean {
  const { status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: BROWSER_REPORT },
  });
  return status === 0;
}
