import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledCli } from './bundled-cli';

/** The text and vision towers that tests build with: d = 64. */
export const TINY_MODEL = fileURLToPath(
  new URL('../../../workers/encoder/fixtures/tiny-siglip', import.meta.url),
);

/** How a run of the builder ended. */
export interface Run {
  /** Exit code, null after a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run under way. */
export interface RunningCli {
  readonly process: ChildProcess;
  readonly ended: Promise<Run>;
}

/** Starts the builder's command line as a process of its own. */
export async function startCli(
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<RunningCli> {
  const child = spawn(process.execPath, [...nodeOptions, await bundledCli(), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Runs the builder's command line to its end, with `input` as standard input. */
export async function runCli(args: readonly string[], input: string | Uint8Array = ''): Promise<Run> {
  const { process: child, ended } = await startCli(args);
  child.stdin?.end(input);
  return ended;
}

/** Kills a run (SIGKILL) as soon as `reached` says so; false when it ended before. */
export async function killWhen(running: RunningCli, reached: () => boolean): Promise<boolean> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  running.process.stdin?.end();
  while (!over && !reached()) await new Promise((resolve) => setTimeout(resolve, 2));
  if (over) return false;
  running.process.kill('SIGKILL');
  await running.ended;
  return true;
}

/** Name → content of every file in a folder, in Latin-1, so that folders can be compared byte for byte. */
export function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

/** Number of files in a folder that need not exist. */
export const filesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder).length : 0);
