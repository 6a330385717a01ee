import { fork } from 'node:child_process';

/**
 * Runs a script in `count` processes at once, each with `--share i` after the arguments.
 * @throws Error when one of them ends with an error
 */
export async function inShares(script: string, args: readonly string[], count: number): Promise<void> {
  await Promise.all(
    Array.from(
      { length: count },
      (_, share) =>
        new Promise<void>((done, fail) => {
          const child = fork(script, [...args, '--share', String(share)], { execArgv: ['--import', 'tsx'] });
          child.on('error', fail);
          child.on('exit', (code) =>
            code === 0 ? done() : fail(new Error(`Share ${share} of ${count} ended with code ${code}.`)),
          );
        }),
    ),
  );
}
