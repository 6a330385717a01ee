import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, hostname } from 'node:os';
import { join } from 'node:path';

/** A Slurm cluster of this one machine, for a test. */
export interface SlurmNode {
  /** Environment in which sbatch and squeue find it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Why Slurm cannot run here, or null where its commands are installed and the user is root. */
export function slurmMissing(): string | null {
  if (process.platform !== 'linux') return 'Slurm runs on Linux only';
  if (process.getuid?.() !== 0) return 'Slurm’s daemons must be started by root';
  const commands = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue'];
  const missing = commands.filter((command) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0);
  return missing.length === 0 ? null : `Slurm is not installed (${missing.join(', ')})`;
}

/** Milliseconds that a daemon may take; a second is usual. */
const COMES_UP_WITHIN = 30_000;

/**
 * Starts Slurm's daemons with all their files in `folder`. Throws with the end of their logs where they do not come up:
 * some containers refuse what they need.
 */
export async function startSlurm(folder: string): Promise<SlurmNode> {
  try {
    return await startDaemons(folder);
  } catch (error) {
    const logs = ['munged.log', 'slurmctld.log', 'slurmd.log'].map((name) => join(folder, name));
    const said = logs.filter(existsSync).map((file) => readFileSync(file, 'utf8').slice(-1000));
    throw new Error(`Slurm did not come up here: ${[String(error), ...said].join('\n')}`);
  }
}

async function startDaemons(folder: string): Promise<SlurmNode> {
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const [controllerPort, nodePort] = await freePorts();
  const socket = join(folder, 'munge.socket');
  const name = hostname().split('.')[0]!;
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  writeFileSync(join(folder, 'cgroup.conf'), 'CgroupAutomount=no\n');
  const config = join(folder, 'slurm.conf');
  writeFileSync(
    config,
    `${[
      'ClusterName=test',
      `SlurmctldHost=${name}(127.0.0.1)`,
      `SlurmctldPort=${controllerPort}`,
      `SlurmdPort=${nodePort}`,
      'SlurmUser=root',
      'SlurmdUser=root',
      'AuthType=auth/munge',
      `AuthInfo=socket=${socket}`,
      'CredType=cred/munge',
      `StateSaveLocation=${join(folder, 'state')}`,
      `SlurmdSpoolDir=${join(folder, 'spool')}`,
      `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
      `SlurmdPidFile=${join(folder, 'slurmd.pid')}`,
      `SlurmctldLogFile=${join(folder, 'slurmctld.log')}`,
      `SlurmdLogFile=${join(folder, 'slurmd.log')}`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'JobAcctGatherType=jobacct_gather/none',
      'AccountingStorageType=accounting_storage/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
      'MpiDefault=none',
      'ReturnToService=2',
      'SchedulerParameters=sched_interval=1',
      `NodeName=${name} NodeAddr=127.0.0.1 CPUs=${cpus().length} RealMemory=500 State=UNKNOWN`,
      'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
    ].join('\n')}\n`,
  );
  const env = { ...process.env, SLURM_CONF: config };
  const daemons: ChildProcess[] = [];
  const start = (command: string, ...args: string[]): ChildProcess => {
    const daemon = spawn(command, args, { env, stdio: 'ignore' });
    daemons.push(daemon);
    return daemon;
  };
  const stop = async () => {
    for (const daemon of daemons.reverse()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      const ended = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill('SIGTERM');
      await ended;
    }
  };
  const startMunge = () =>
    start(
      'munged',
      '--foreground',
      '--force',
      ...[`--socket=${socket}`, `--key-file=${join(folder, 'munge.key')}`],
      ...[`--pid-file=${join(folder, 'munged.pid')}`, `--log-file=${join(folder, 'munged.log')}`],
      `--seed-file=${join(folder, 'munged.seed')}`,
    );
  startMunge();
  const idle = () =>
    spawnSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8' }).stdout.trim() === 'idle';
  try {
    await until(
      () => spawnSync('munge', ['-n', '-S', socket], { stdio: 'ignore' }).status === 0,
      COMES_UP_WITHIN,
    );
    start('slurmctld', '-D', '-f', config);
    start('slurmd', '-D', '-f', config, '-N', name);
    await until(idle, COMES_UP_WITHIN);
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, stop };
}

/** Submits a script from the folder `cwd` and waits for the end of the job it becomes. */
export async function submit(
  { env }: SlurmNode,
  cwd: string,
  options: readonly string[],
  script: string,
  args: readonly string[],
): Promise<void> {
  const job = execFileSync('sbatch', ['--parsable', ...options, script, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  }).trim();
  const queued = () =>
    spawnSync('squeue', ['-h', '-j', job, '-t', 'all', '-o', '%T'], { env, encoding: 'utf8' }).stdout;
  await until(() => !/PENDING|RUNNING|COMPLETING|CONFIGURING/.test(queued()), 500_000);
}

async function until(holds: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Slurm did not get there in ${milliseconds / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Two ports of this machine that nobody listens on. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [ports[0]!, ports[1]!];
}
