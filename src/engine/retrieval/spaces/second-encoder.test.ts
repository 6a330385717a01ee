import { expect, onTestFinished, test, vi } from 'vitest';
import type { DeviceSource, SentenceEncoderApi } from '../../../../workers/protocol';
import { serve } from '../../../../workers/protocol/serving/serve';
import { SecondEncoder } from './second-encoder';

const ENCODER = { id: 'someone/sentences', revision: 'main', width: 2, fingerprint: null };
const HOST = {
  id: 'someone/sentences',
  revision: 'main',
  host: 'https://models.example/',
  layout: 'hub',
} as const;

/** Workers behind real ports; each dies over the text “deadly” as often as is said. @param kept encoders opened from the device */
function started(deaths: number, kept: DeviceSource[] = []) {
  const loads = vi.fn();
  const workers: Worker[] = [];
  const spawn = () => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port2.close());
    const worker = Object.assign(port2, { terminate: () => port1.close() }) as unknown as Worker;
    let isLoaded = false;
    const api: Pick<SentenceEncoderApi, 'kept' | 'load' | 'embedTexts'> = {
      kept: async () => ({ ok: true, value: kept }),
      load: async (source) => {
        loads(source);
        if (source.revision === 'another')
          return {
            ok: false,
            error: { code: 'index-model-mismatch', message: 'This browser has another one.' },
          };
        isLoaded = true;
        return { ok: true, value: { fingerprintCosine: 1 } };
      },
      embedTexts: async (texts) => {
        if (!isLoaded) throw new Error('Nothing is loaded.');
        if (deaths > 0 && texts.includes('deadly')) {
          deaths--;
          worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
          await new Promise(() => {});
        }
        const data = new Float32Array(2 * texts.length).fill(Math.SQRT1_2);
        return { ok: true, value: { count: texts.length, width: 2, data } };
      },
    };
    serve(api, port1);
    workers.push(worker);
    return worker;
  };
  return { encoder: new SecondEncoder(spawn, () => ({ closed: false, origins: [] })), loads, workers };
}

test('its worker ends when nothing is asked for a while, and starts again for a text that is not known', async () => {
  const { encoder, loads, workers } = started(0);
  await encoder.load([HOST], ENCODER, () => {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await encoder.embedTexts(['a fern']);
  const ended = vi.spyOn(workers[0]!, 'terminate');
  vi.advanceTimersByTime(29_000);
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(ended).toHaveBeenCalledOnce();
  expect(await encoder.embedTexts(['a fern'])).toHaveLength(1);
  expect(workers).toHaveLength(1);
  expect(await encoder.embedTexts(['a moss'])).toHaveLength(1);
  expect(workers).toHaveLength(2);
  expect(loads).toHaveBeenCalledTimes(2);
});

// Fault: worker dies × captions
test('a worker that died is started and loaded again, and embeds what it was to embed', async () => {
  const { encoder, loads, workers } = started(2);
  await encoder.load([HOST], ENCODER, () => {});
  expect(await encoder.embedTexts(['a fern', 'deadly'])).toHaveLength(2);
  expect(workers).toHaveLength(3);
  expect(loads).toHaveBeenCalledTimes(3);
});

test('after three deaths over the same texts it says so', async () => {
  const { encoder, workers } = started(9);
  await encoder.load([HOST], ENCODER, () => {});
  await expect(encoder.embedTexts(['deadly'])).rejects.toMatchObject({
    code: 'worker-failed',
    message: expect.stringContaining('out of memory'),
  });
  expect(workers).toHaveLength(3);
  expect(await encoder.embedTexts(['a fern'])).toHaveLength(1);
});

test('what was opened from this device is tried before any host, and another one than the index’s is passed over', async () => {
  const kept = (['another', 'right'] as const).map(
    (revision): DeviceSource => ({ layout: 'device', id: 'sentences', revision }),
  );
  const own = started(0, kept);
  await own.encoder.load([HOST], ENCODER, () => {});
  expect(own.loads.mock.calls).toEqual([[kept[0]], [kept[1]]]);
  expect(await own.encoder.embedTexts(['a fern'])).toHaveLength(1);

  const other = started(0, kept.slice(0, 1));
  await other.encoder.load([HOST], ENCODER, () => {});
  expect(other.loads.mock.calls).toEqual([[kept[0]], [HOST]]);
});
