import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { someCaptions } from '../testing/captions';
import { contents, runCli, TINY_MODEL } from '../testing/cli';
import { slurmMissing, startSlurm, submit } from '../testing/slurm';

const LONG = 900_000;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

let folder: string;
let file: string;
let whole: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernglass-cluster-'));
  file = join(folder, 'captions.txt');
  writeFileSync(file, `${someCaptions(2500).join('\n')}\n`);
  const { code, stderr } = await runCli([
    ...['build', '--captions', file, '--model', TINY_MODEL, '--out', join(folder, 'single')],
    ...['--id', 'mine', '--title', 'Mine', '--threads', '1'],
  ]);
  expect(code, stderr).toBe(0);
  whole = contents(join(folder, 'single'));
}, LONG);

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** A Kubernetes job's container, run here as its pod would run it, with other paths. */
function runPod(manifest: string, env: Record<string, string>): void {
  const job = parse(readFileSync(here(manifest), 'utf8'));
  const container: Container = job.spec.template.spec.containers[0];
  for (const { name } of container.env) expect(env, `${manifest} sets ${name}`).toHaveProperty(name);
  const [command, ...args] = container.command as [string, ...string[]];
  const { status, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
}

test(
  'the Kubernetes jobs’ commands make the index that one machine makes',
  () => {
    const { spec } = parse(readFileSync(here('kubernetes-job.yaml'), 'utf8'));
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: 16 });
    const [partitions] = spec.template.spec.containers[0].env;
    expect(partitions).toEqual({ name: 'PARTITIONS', value: String(spec.completions) });

    const out = join(folder, 'pods');
    const common = { MODEL: TINY_MODEL, OUT: out, ID: 'mine', TITLE: 'Mine' };
    for (const index of ['0', '1'])
      runPod('kubernetes-job.yaml', {
        ...common,
        CAPTIONS: file,
        PARTITIONS: '2',
        JOB_COMPLETION_INDEX: index,
      });
    runPod('kubernetes-merge.yaml', common);
    expect(contents(out)).toEqual(whole);
  },
  LONG,
);

/** A job script, run here in the environment that sbatch gives it. */
function runScript(script: string, env: Record<string, string>, args: readonly string[]): void {
  const { status, stderr } = spawnSync('bash', [here(script), ...args], {
    env: { ...process.env, SLURM_SUBMIT_DIR: ROOT, SLURM_CPUS_PER_TASK: '1', ...env },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
}

test(
  'the Slurm scripts, in the environment of a job, make the index that one machine makes',
  () => {
    const out = join(folder, 'tasks');
    const index = ['--model', TINY_MODEL, '--out', out, '--id', 'mine', '--title', 'Mine'];
    const array = { SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_MAX: '2', SLURM_ARRAY_TASK_COUNT: '3' };
    for (const task of ['0', '1', '2'])
      runScript('slurm-array.sh', { ...array, SLURM_ARRAY_TASK_ID: task }, ['--captions', file, ...index]);
    runScript('slurm-merge.sh', {}, index);
    expect(contents(out)).toEqual(whole);
  },
  LONG,
);

test(
  'the Slurm scripts, run by Slurm, make the index that one machine makes',
  async (context) => {
    const missing = slurmMissing();
    if (missing !== null) return context.skip(`${missing}; the scripts ran without it only.`);
    const started = startSlurm(await mkdtemp(join(tmpdir(), 'fernglass-slurm-')));
    const slurm = await started.catch((error: Error) => error);
    if (slurm instanceof Error) return context.skip(`${slurm.message}; the scripts ran without it only.`);
    try {
      const out = join(folder, 'nodes');
      const index = ['--model', TINY_MODEL, '--out', out, '--id', 'mine', '--title', 'Mine'];
      const options = ['--cpus-per-task=1', '--mem=100'];
      const log = (name: string) => `--output=${join(folder, name)}`;
      const array = [...options, '--array=0-2', log('array-%a.log')];
      await submit(slurm, ROOT, array, here('slurm-array.sh'), ['--captions', file, ...index]);
      await submit(slurm, ROOT, [...options, log('merge.log')], here('slurm-merge.sh'), index);
      const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
      const said = logs.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
      expect(logs, said).toHaveLength(4);
      expect(contents(out), said).toEqual(whole);
    } finally {
      await slurm.stop();
    }
  },
  LONG,
);
