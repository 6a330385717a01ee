import * as Comlink from 'comlink';
import { type Port, showLife } from './liveness';

type Callback = (...args: unknown[]) => unknown;

/**
 * Answers calls of an API at this worker's door. The functions a call was given are let go of when it ends, so that no
 * port between page and worker outlives it; one that is called later is not heard. The page is shown that the worker lives.
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
        const heard = args.map((arg) =>
          isRemote(arg) ? (...given: unknown[]) => (isOver ? undefined : arg(...given)) : arg,
        );
        try {
          return await method.apply(target, heard);
        } finally {
          isOver = true;
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
