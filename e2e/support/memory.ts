import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The most memory that any renderer of the browsers started by this process has held so far, in bytes, as Linux counts it
 * (`VmHWM`): page, workers and WebAssembly together. 0 on systems that do not tell.
 */
export function rendererPeak(): number {
  let peak = 0;
  for (const pid of renderers()) {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1];
    peak = Math.max(peak, 1024 * Number(kilobytes ?? 0));
  }
  return peak;
}

/** Lets Linux count the peak of every renderer anew: one that outlives its page would bring the page's peak to the next. */
export function forgetPeaks(): void {
  for (const pid of renderers())
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // It has ended, or the system does not let us: what it held before counts too.
    }
}

const renderers = () =>
  processes().filter((pid) => read(pid, 'cmdline').includes('--type=renderer') && isOurs(pid));

/** Milliseconds between two looks. */
const EVERY = 100;

/**
 * Looks at `rendererPeak`, counted from now on: systems that take back memory which nobody touches, and processes that end, would
 * have it forget.
 * @returns what ends the looking, and gives the most that was seen
 */
export function watchRendererPeak(): () => number {
  forgetPeaks();
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, rendererPeak());
  };
  const timer = setInterval(look, EVERY);
  return () => {
    look();
    clearInterval(timer);
    return peak;
  };
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Whether a process descends from this one. */
function isOurs(pid: number): boolean {
  for (let at = pid; at > 1; ) {
    if (at === process.pid) return true;
    at = Number(/^PPid:\s+(\d+)$/m.exec(read(at, 'status'))?.[1] ?? 0);
  }
  return false;
}

/** A process's file; empty once it is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
