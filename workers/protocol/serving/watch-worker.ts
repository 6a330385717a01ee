import { isLifeMessage, type PingMessage } from './liveness';

/** Milliseconds between two pings of a worker that has work. */
const PING_EVERY = 20_000;

/**
 * Pings without any message from the worker after which it is taken to hang: five minutes. Computing blocks a worker, and
 * to make a large model ready takes minutes on a slow machine. Pings are counted rather than time, since none is sent
 * while the machine sleeps.
 */
const MOST_UNANSWERED = 15;

/**
 * Watches a worker until the function that is returned is called. Told once of its death: an error that it did not
 * catch, an answer that cannot be read, an end without a word, or silence while it has work.
 * @param hasWork whether an answer of the worker is awaited
 * @param onDeath told what happened, as a part of a sentence
 */
export function watchWorker(
  worker: Worker,
  hasWork: () => boolean,
  onDeath: (what: string) => void,
): () => void {
  const over = new AbortController();
  const { signal } = over;
  const die = (what: string) => {
    if (signal.aborted) return;
    over.abort();
    onDeath(what);
  };
  let unanswered = 0;
  worker.addEventListener(
    'error',
    (event) => {
      event.preventDefault();
      die(event.message || 'its program could not be loaded');
    },
    { signal },
  );
  worker.addEventListener('messageerror', () => die('its answer could not be read'), { signal });
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      unanswered = 0;
      if (!isLifeMessage(data)) return;
      navigator.locks
        .request(data.livesWith, { signal }, () => die('it ended without a word, perhaps for want of memory'))
        .catch(() => {});
    },
    { signal },
  );
  const timer = setInterval(() => {
    if (!hasWork()) {
      unanswered = 0;
      return;
    }
    if (unanswered === MOST_UNANSWERED) return die('it has not answered for minutes');
    unanswered++;
    worker.postMessage({ ping: unanswered } satisfies PingMessage);
  }, PING_EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  return () => over.abort();
}
