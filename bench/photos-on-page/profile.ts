import type { Browser, CDPSession, Page } from '@playwright/test';

/** What V8 says of a thread's time: the part that is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  /** Microseconds of the clock that traces have too. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A task of the page's main thread, in microseconds. */
interface TracedTask {
  readonly ts: number;
  readonly dur: number;
  /** Of the processor: what the task took on a machine that does nothing else. */
  readonly tdur?: number;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
}

/** Microseconds between two samples of the main thread. */
const INTERVAL = 500;
const LONG = 50_000;
const TASKS = 6;
const FUNCTIONS = 6;
const CALLERS = 4;

/** Begins to sample what the page's main thread runs, and to time its tasks; its workers are left out. */
export async function startProfile(browser: Browser, page: Page, session: CDPSession): Promise<void> {
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: INTERVAL });
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] });
  await session.send('Profiler.start');
}

/**
 * Ends it.
 * @returns lines that say how many tasks took the processor for more than 50 ms, whatever else the machine did, and of the
 * longest tasks what they were busy with: the functions that took most of the time by themselves, each with its callers
 * and its milliseconds. Names are those of the build.
 */
export async function endProfile(browser: Browser, session: CDPSession): Promise<string[]> {
  const { profile } = (await session.send('Profiler.stop')) as { readonly profile: CpuProfile };
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly (TracedTask & { readonly args?: { readonly name?: string } })[];
  };
  const main = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const end = profile.startTime + profile.timeDeltas.reduce((sum, delta) => sum + delta, 0);
  // Its own start and end are tasks of the page too, and no short ones.
  const isOfPage = ({ ts, dur }: TracedTask) => ts >= profile.startTime && ts + dur <= end;
  const tasks = trace.traceEvents.filter(
    (event) =>
      /RunTask$/.test(event.name) &&
      event.dur > LONG &&
      main.has(`${event.pid} ${event.tid}`) &&
      isOfPage(event),
  );
  const cpu = (task: TracedTask) => task.tdur ?? task.dur;
  const over = tasks.filter((task) => cpu(task) > LONG);
  const most = Math.max(0, ...tasks.map(cpu)) / 1000;
  const longest = tasks.toSorted((a, b) => cpu(b) - cpu(a)).slice(0, TASKS);
  return [
    `  of the processor: ${over.length} tasks over 50 ms, longest ${most.toFixed(0)} ms`,
    ...longest.map((task) => {
      const busy = busiest(profile, task).join('\n      ');
      return `  ${(task.dur / 1000).toFixed(0)} ms, ${(cpu(task) / 1000).toFixed(0)} of the processor:\n      ${busy}`;
    }),
  ];
}

function busiest(profile: CpuProfile, { ts, dur }: TracedTask): string[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const self = new Map<number, number>();
  let at = profile.startTime;
  profile.samples.forEach((sample, i) => {
    at += profile.timeDeltas[i]!;
    if (at < ts || at > ts + dur) return;
    self.set(sample, (self.get(sample) ?? 0) + (profile.timeDeltas[i + 1] ?? 0) / 1000);
  });
  const pathOf = (id: number) => {
    const path: string[] = [];
    for (let node: number | undefined = id; node !== undefined; node = parents.get(node)) {
      const { functionName, lineNumber, url } = nodes.get(node)!.callFrame;
      const file = url.slice(url.lastIndexOf('/') + 1);
      const name = functionName === '' ? `${file}:${lineNumber + 1}` : functionName;
      if (name !== '(root)' && !REACT.test(name)) path.push(name);
    }
    return path.slice(0, CALLERS + 1).join(' < ');
  };
  const byPath = new Map<string, number>();
  for (const [id, ms] of self) byPath.set(pathOf(id), (byPath.get(pathOf(id)) ?? 0) + ms);
  return [...byPath]
    .sort(([, a], [, b]) => b - a)
    .slice(0, FUNCTIONS)
    .map(([path, ms]) => `${ms.toFixed(0)} ms ${path}`);
}

/** Functions of React's own that say nothing of what is drawn. */
const REACT =
  /^(?:performWork|performSync|performUnit|renderRoot|renderWithHooks|workLoop|beginWork|update(?:Function|Memo|Simple)|flush(?:Sync|Mutation|Layout|Passive)|commit(?:Root|Mutation|Layout|Passive|Hook|Before)|recursively|completeRoot|processRoot|runWith|attemptEarly)/;
