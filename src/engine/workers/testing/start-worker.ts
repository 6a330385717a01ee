import { onTestFinished } from 'vitest';
import { serve } from '../../../../workers/protocol/serving/serve';

/** A worker in this thread, behind real message ports; `die` is what a browser reports of a worker that fell over. */
export function startWorker(api: object) {
  const { port1, port2 } = new MessageChannel();
  serve(api, port1);
  const isOpen = { value: true };
  const close = () => {
    isOpen.value = false;
    port1.close();
    port2.close();
  };
  onTestFinished(close);
  const worker = Object.assign(port2, { terminate: close }) as unknown as Worker;
  const die = (message: string) =>
    worker.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  return { worker, die, isOpen };
}
