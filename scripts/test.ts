import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser';
import { endToEndTestsOf } from './test-run/changed-tests';
import { duration, playwrightTimes, slowest, type Timed, vitestTimes } from './test-run/slowest-tests';
import { addCounts, type Counts, playwrightCounts, summary, vitestCounts } from './test-run/test-counts';

/** All checks, stopping at the first that fails; the last line counts the tests that ran. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const UNIT_REPORT = '.cache/reports/unit.json';
const BROWSER_REPORT = '.cache/reports/end-to-end.json';
const USAGE = `npm test                      every check and test
npm test -- --changed [REF]   what is touched by changes since REF (the branch's beginning, else the last commit)`;

process.chdir(ROOT);
const [option, ref, ...more] = process.argv.slice(2);
if ((option !== undefined && option !== '--changed') || more.length > 0) {
  console.log(USAGE);
  process.exit(option === '--help' ? 0 : 1);
}

const began = performance.now();
let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
const stages: Timed[] = [];
const tests: Timed[] = [];
const since = option === '--changed' ? (ref ?? branchBegin()) : null;
const specs = since === null ? ['e2e/'] : endToEndTestsOf(changedSince(since));

step('Browser', () => {
  const { path, sandbox } = ensureBrowser();
  console.log(`${path}${sandbox ? '' : ' (without its sandbox)'}`);
  return true;
});
// Each of them keeps one core busy.
await sideBySide({ 'Lint and layers': 'lint', Types: 'typecheck', 'Retrieval (WASM)': 'wasm' });
step('Unit tests', () =>
  reported(UNIT_REPORT, vitestCounts, vitestTimesHere, () =>
    npx(
      ...['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
      ...(since === null ? [] : ['--passWithNoTests', `--changed=${since}`]),
    ),
  ),
);
if (specs.length > 0) {
  step('Build', () => npx('vite', 'build'));
  step('End-to-end tests', () =>
    reported(BROWSER_REPORT, playwrightCounts, playwrightTimes, () =>
      npx('playwright', 'test', '--reporter=list,json', ...(since === null ? [] : specs)),
    ),
  );
}
console.log(`\n${times()}\n\n${summary(counts)}`);

function step(title: string, work: () => boolean): void {
  heading(title);
  const since = performance.now();
  const passed = work();
  ended(title, since, passed);
}

/** Runs scripts of package.json at once, by title; what each prints comes when it ends. */
async function sideBySide(scripts: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(
    Object.entries(scripts).map(async ([title, script]) => {
      const since = performance.now();
      const { passed, output } = await outcomeOf('npm', ['run', '--silent', script]);
      heading(title);
      console.log(output.trimEnd());
      ended(title, since, passed);
    }),
  );
}

function heading(title: string): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))}`);
}

/** Notes a stage's time; ends the run where it failed. @param since when it began, in milliseconds */
function ended(title: string, since: number, passed: boolean): void {
  stages.push({ name: title, milliseconds: performance.now() - since });
  if (passed) return;
  console.log(`\n${times()}\n\n${title}: failed.\n${summary(counts)}`);
  process.exit(1);
}

/** The time of each stage, and the tests that took longest. */
function times(): string {
  const line = ({ name, milliseconds }: Timed) => `${duration(milliseconds).padStart(12)}  ${name}`;
  // Some stages run side by side: their sum would be more.
  const all = { name: 'in all', milliseconds: performance.now() - began };
  const long = slowest(tests, 10);
  return [
    'Stages:',
    ...[...stages, all].map(line),
    ...(long.length > 0 ? ['', 'Slowest tests:', ...long.map(line)] : []),
  ].join('\n');
}

/** Runs tests and takes what their report counts and times, whether they passed or not. */
function reported(
  report: string,
  count: (json: unknown) => Counts,
  time: (json: unknown) => Timed[],
  work: () => boolean,
): boolean {
  rmSync(report, { force: true });
  const passed = work();
  if (existsSync(report)) {
    const json: unknown = JSON.parse(readFileSync(report, 'utf8'));
    counts = addCounts(counts, count(json));
    tests.push(...time(json));
  } else if (passed) throw new Error(`${report} was not written.`);
  return passed;
}

function vitestTimesHere(report: unknown): Timed[] {
  return vitestTimes(report, ROOT);
}

/** Where this branch left main; the commit before the last on main itself. */
function branchBegin(): string {
  const begin = git('merge-base', 'HEAD', 'main');
  return begin !== '' && begin !== git('rev-parse', 'HEAD') ? begin : 'HEAD~1';
}

/** Paths that differ from `ref` in the working tree, new files included. */
function changedSince(ref: string): string[] {
  const changed = git('diff', '--name-only', ref).split('\n');
  return [...changed, ...git('ls-files', '--others', '--exclude-standard').split('\n')].filter(Boolean);
}

function git(...parameters: string[]): string {
  return spawnSync('git', parameters, { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Runs a command to its end and gives what it printed. */
function outcomeOf(
  command: string,
  parameters: string[],
): Promise<{ readonly passed: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', (error) => resolve({ passed: false, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ passed: code === 0, output }));
  });
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
