/** Told how a long step goes on. */
export interface Progress {
  /** A step begins; whatever came before is over. */
  begin(step: string): void;
  /** @param total null where nobody knows */
  update(done: number, total: number | null, unit: string): void;
  /** The step is over. */
  end(note?: string): void;
}

export const SILENT: Progress = { begin() {}, update() {}, end() {} };

/** Milliseconds between two updates on a terminal, and between two lines in a log. */
const TERMINAL_PAUSE = 100;
const LOG_PAUSE = 10_000;
const BAR = 24;

/** Where progress is written to: standard error, or what stands in for it. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Progress with rate and time left: a bar that moves on a terminal, a plain line now and then elsewhere. */
export function showProgress(output: Output, now: () => number = () => performance.now()): Progress {
  const terminal = output.isTTY === true;
  let step = '';
  let started = 0;
  let last = 0;
  let shown = '';
  let latest = { done: 0, unit: '' };
  let resumedAt: number | null = null;
  const line = (text: string) => {
    if (terminal) output.write(`\r${text.padEnd(shown.length)}`);
    else output.write(`${text}\n`);
    shown = text;
  };
  return {
    begin(name) {
      step = name;
      started = now();
      last = started;
      shown = '';
      latest = { done: 0, unit: '' };
      resumedAt = null;
      if (!terminal) output.write(`${step} …\n`);
    },
    update(done, total, unit) {
      // What an earlier run has done says nothing about this one's speed.
      resumedAt ??= done;
      latest = { done, unit };
      if (now() - last < (terminal ? TERMINAL_PAUSE : LOG_PAUSE)) return;
      last = now();
      const rate = (done - resumedAt) / ((last - started) / 1000);
      line(`${step} ${describe(done, total, unit, rate)}`);
    },
    end(note) {
      const seconds = (now() - started) / 1000;
      const counted = latest.unit === '' ? '' : ` ${short(latest.done)} ${latest.unit} in`;
      line(`${step}:${counted} ${duration(seconds)}${note === undefined ? '' : ` (${note})`}`);
      if (terminal) output.write('\n');
    },
  };
}

function describe(done: number, total: number | null, unit: string, rate: number): string {
  const speed = rate > 0 ? `, ${short(rate)}/s` : '';
  if (total === null || total <= 0) return `${short(done)} ${unit}${speed}`;
  const part = Math.min(1, done / total);
  const filled = Math.round(part * BAR);
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : '';
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${Math.floor(part * 100)} % ${short(done)}/${short(total)} ${unit}${speed}${left}`;
}

const short = (value: number) =>
  value >= 1e9
    ? `${(value / 1e9).toFixed(1)}G`
    : value >= 1e6
      ? `${(value / 1e6).toFixed(1)}M`
      : value >= 1e4
        ? `${(value / 1e3).toFixed(1)}k`
        : `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)}`;

/** Seconds as people say them. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
