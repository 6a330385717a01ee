import { createServer } from 'node:net';

/** `preferred` if nothing listens there, otherwise a port the system gives. */
export async function freePort(preferred = 0): Promise<number> {
  for (const port of [preferred, 0]) {
    const found = await tryPort(port);
    if (found) return found;
  }
  throw new Error('No free port on this machine.');
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
