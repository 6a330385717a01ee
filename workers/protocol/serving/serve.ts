import * as Comlink from 'comlink';
import { type Port, showLife } from './liveness';

type Callback = (...args: unknown[]) => unknown;

/**
 * Answers calls of an API at this worker's door. The functions a call was given are let go of when it ends, so that no
 * port between page and worker outlives it; one that is called later is not heard. They have ports of their own, so that
 * the answer waits until all that they were told has come: progress that came after it would never end. The page is shown
 * that the worker lives.
 * @param endpoint where calls come in; the worker itself unless another is given
 */
export function serve<Api extends object>(
  api: Api,
  endpoint: Comlink.Endpoint & Port = globalThis as never,
): void {
  const methods = new Proxy(api, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const callbacks = args.filter((arg): arg is Callback & Comlink.Remote<Callback> => isRemote(arg));
        let isOver = false;
        const coming = new Set<Promise<unknown>>();
        const tell = (callback: Callback, given: readonly unknown[]) => {
          if (isOver) return undefined;
          const told = Promise.resolve(callback(...given));
          coming.add(told);
          const come = () => coming.delete(told);
          told.then(come, come);
          return told;
        };
        const heard = args.map((arg) => (isRemote(arg) ? (...given: unknown[]) => tell(arg, given) : arg));
        try {
          return await method.apply(target, heard);
        } finally {
          isOver = true;
          await Promise.allSettled(coming);
          for (const callback of callbacks) callback[Comlink.releaseProxy]();
        }
      };
    },
  });
  Comlink.expose(methods, endpoint);
  showLife(endpoint);
}

/** Functions come through the door as Comlink's remotes only. */
const isRemote = (arg: unknown): arg is Callback => typeof arg === 'function';
