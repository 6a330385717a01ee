import type { Browser, CDPSession } from '@playwright/test';

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
const LEAST = 20_000;
const TASKS = 6;
const FUNCTIONS = 6;
/** Functions that are told of the whole time. */
const FUNCTIONS_OF_ALL = 16;
const CALLERS = 4;

/** An event of a trace, as far as it is read here. */
interface TraceEvent extends TracedTask {
  readonly args?: { readonly name?: string };
}

/** How threads are told of, by their names in Chromium. */
const THREADS: Readonly<Record<string, string>> = {
  CrRendererMain: 'main thread',
  'DedicatedWorker thread': 'workers',
  CrBrowserMain: 'browser',
  Chrome_IOThread: 'browser',
  ThreadPoolForegroundWorker: 'pools',
  Compositor: 'compositor',
};

/**
 * Samples what the page's main thread runs, and times its tasks; of other threads it tells how long they took the processor.
 * Events of a trace come a few at a time, and the long tasks among them are kept: all of them are more than one text can hold.
 */
export class Profile {
  readonly #tasks: TracedTask[] = [];
  /** Names by process and thread. */
  readonly #threads = new Map<string, string>();
  /** Microseconds of the processor, by process and thread. */
  readonly #taken = new Map<string, number>();
  readonly #ended: Promise<void>;

  private constructor(
    /** Of the page, and of the browser. */
    private readonly page: CDPSession,
    private readonly browser: CDPSession,
  ) {
    browser.on('Tracing.dataCollected', ({ value }) => this.#take(value as unknown as TraceEvent[]));
    this.#ended = new Promise((resolve) => browser.once('Tracing.tracingComplete', () => resolve()));
  }

  static async start(browser: Browser, page: CDPSession): Promise<Profile> {
    const profile = new Profile(page, await browser.newBrowserCDPSession());
    await page.send('Profiler.enable');
    await page.send('Profiler.setSamplingInterval', { interval: INTERVAL });
    await profile.browser.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: {
        recordMode: 'recordAsMuchAsPossible',
        excludedCategories: ['*'],
        includedCategories: ['toplevel', '__metadata'],
      },
    });
    await page.send('Profiler.start');
    return profile;
  }

  #take(events: readonly TraceEvent[]): void {
    for (const event of events)
      if (event.name === 'thread_name') this.#threads.set(threadOf(event), event.args?.name ?? '');
      else if (/RunTask$/.test(event.name)) {
        const thread = threadOf(event);
        this.#taken.set(thread, (this.#taken.get(thread) ?? 0) + cpu(event));
        if (event.dur > LONG) this.#tasks.push(event);
      }
  }

  /**
   * Ends it.
   * @returns lines that say how long threads took the processor, how many tasks did for more than 50 ms, whatever else the
   * machine did, and what the main thread was busy with, in all and in its longest tasks: the functions that took most of the
   * time by themselves, each with its callers and its milliseconds. Names are those of the build. Where the page was loaded
   * anew, functions are told from then on.
   */
  async end(): Promise<string[]> {
    const { profile } = (await this.page.send('Profiler.stop')) as { readonly profile: CpuProfile };
    await this.browser.send('Tracing.end');
    await this.#ended;
    await this.browser.detach();
    const end = profile.startTime + profile.timeDeltas.reduce((sum, delta) => sum + delta, 0);
    // Its own start and end are tasks of the page too, and no short ones.
    const isOfPage = ({ ts, dur }: TracedTask) => ts >= profile.startTime && ts + dur <= end;
    const isMain = (task: TracedTask) => this.#threads.get(threadOf(task)) === 'CrRendererMain';
    const tasks = this.#tasks.filter((task) => isMain(task) && isOfPage(task));
    const over = tasks.filter((task) => cpu(task) > LONG);
    const most = Math.max(0, ...tasks.map(cpu)) / 1000;
    const longest = tasks.toSorted((a, b) => cpu(b) - cpu(a)).slice(0, TASKS);
    const all = { ts: profile.startTime, dur: end - profile.startTime };
    return [
      `  of the processor: ${this.#byThread().join(', ')}; ${over.length} tasks over 50 ms, longest ${most.toFixed(0)} ms`,
      `  in all:\n      ${busiest(profile, all, FUNCTIONS_OF_ALL).join('\n      ')}`,
      ...longest.map((task) => {
        const busy = busiest(profile, task, FUNCTIONS).join('\n      ');
        return `  ${(task.dur / 1000).toFixed(0)} ms, ${(cpu(task) / 1000).toFixed(0)} of the processor:\n      ${busy}`;
      }),
    ];
  }

  /** “workers 1200 + 300 ms”: each thread of a kind by itself, the busiest first; what took next to nothing is left out. */
  #byThread(): string[] {
    const kinds = new Map<string, number[]>();
    for (const [thread, taken] of this.#taken) {
      const kind = THREADS[this.#threads.get(thread) ?? ''] ?? 'others';
      if (taken > LEAST) kinds.set(kind, [...(kinds.get(kind) ?? []), taken]);
    }
    return [...kinds].map(([kind, times]) => {
      const each = times.toSorted((a, b) => b - a).map((time) => (time / 1000).toFixed(0));
      return `${kind} ${each.join(' + ')} ms`;
    });
  }
}

const threadOf = ({ pid, tid }: TracedTask) => `${pid} ${tid}`;

/** Microseconds of the processor. */
const cpu = (task: TracedTask) => task.tdur ?? task.dur;

function busiest(profile: CpuProfile, { ts, dur }: Pick<TracedTask, 'ts' | 'dur'>, most: number): string[] {
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
    .slice(0, most)
    .map(([path, ms]) => `${ms.toFixed(0)} ms ${path}`);
}

/** Functions of React's own that say nothing of what is drawn. */
const REACT =
  /^(?:performWork|performSync|performUnit|renderRoot|renderWithHooks|workLoop|beginWork|update(?:Function|Memo|Simple)|flush(?:Sync|Mutation|Layout|Passive)|commit(?:Root|Mutation|Layout|Passive|Hook|Before)|recursively|completeRoot|processRoot|runWith|attemptEarly)/;
