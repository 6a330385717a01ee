import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The cores that this process may use, by number, where a program can be kept on one of them; none where the system has
 * no `taskset` (it is a part of every usual Linux).
 */
export function coresToPinTo(): number[] {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return [];
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return allowed === null ? [] : coresOf(allowed[1]!);
}

/** Reads Linux's notation of cores, such as `0-3,6`. */
export function coresOf(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last! - first! + 1 }, (_, i) => first! + i);
  });
}
