import { attempt, FernglassError } from '../../core';
import { type HostFiles, hostFiles } from '../encoder/checkpoint/files/host';
import { storeKey } from '../encoder/checkpoint/files/listing';
import type { ModelStore } from '../encoder/checkpoint/files/model-store';
import { hasWhole } from '../encoder/checkpoint/files/pieces';
import { pinRevision } from '../encoder/checkpoint/files/revision';
import { externalDataIn, SENTENCE_FILES, sentenceGraph } from '../encoder/checkpoint/layout';
import { chooseNetwork } from '../net';
import type { DeviceSource, Precision, SentenceEncoderApi } from '../protocol';
import { fingerprintCosine, loadSentenceEncoder, type SentenceEncoder } from './load';

/** What the sentence encoder's worker needs from its surroundings. */
export interface SentenceParts {
  readonly device: 'wasm' | 'cpu';
  readonly openModelStore: () => Promise<ModelStore>;
  /** Text encoders that were opened from this device, the likeliest first. */
  readonly keptEncoders: (id: string) => Promise<DeviceSource[]>;
  /** Prepares the runtime before anything is loaded. */
  readonly prepare: () => Promise<void>;
}

/** Weights in the order in which they are tried: the smallest that still embeds as the builder's did. */
const TRIED: readonly Precision[] = ['q8', 'fp32'];
/** Below this cosine between a fixed sentence's stored and fresh embedding, the encoder is another one, or too coarse. */
const SAME_ENCODER_COSINE = 0.98;

/** The work of the sentence encoder's worker, apart from the worker. */
export class Sentences implements SentenceEncoderApi {
  #encoder: SentenceEncoder | null = null;

  constructor(private readonly parts: SentenceParts) {}

  chooseNetwork: SentenceEncoderApi['chooseNetwork'] = async (choice) => chooseNetwork(choice);

  kept: SentenceEncoderApi['kept'] = (id) => attempt(() => this.parts.keptEncoders(id));

  load: SentenceEncoderApi['load'] = (source, { id, fingerprint, reading }, onProgress) =>
    attempt(async () => {
      if (fingerprint === null)
        throw new FernglassError('input-invalid', 'The index does not say how its encoder is recognised.');
      await this.parts.prepare();
      const store = await this.parts.openModelStore();
      const files = hostFiles(await pinRevision(source, store), {
        store,
        onProgress: (progress) => onProgress(progress),
      });
      let best = 0;
      for (const precision of await shipped(files)) {
        const { device } = this.parts;
        const encoder = await loadSentenceEncoder(files, { device, precision, reading });
        const cosine = await fingerprintCosine(encoder, fingerprint);
        if (cosine >= SAME_ENCODER_COSINE) {
          this.#encoder = encoder;
          return { fingerprintCosine: cosine };
        }
        best = Math.max(best, cosine);
        await encoder.dispose();
      }
      throw new FernglassError(
        'index-model-mismatch',
        `${source.layout === 'device' ? 'This browser' : source.host} has another ${id} than the one this index was made with (cosine ${best.toFixed(3)} instead of 1).`,
      );
    }, 'backend-unavailable');

  weigh: SentenceEncoderApi['weigh'] = (source) =>
    attempt(async () => {
      const store = await this.parts.openModelStore();
      const pinned = await pinRevision(source, store);
      const listing = await hostFiles(pinned, { store }).listing();
      const isKept = (name: string) => hasWhole(store, storeKey(pinned, name));
      const kept: string[] = [];
      for (const graph of TRIED.map(sentenceGraph)) if (await isKept(graph)) kept.push(graph);
      if (listing === null)
        return kept.length > 0 && (await every(SENTENCE_FILES, isKept))
          ? { bytesNeeded: null, bytesMissing: 0 }
          : null;
      const first = TRIED.map(sentenceGraph).find((graph) => listing.has(graph));
      if (first === undefined) return null;
      // Where the first weights were too coarse, those after them were fetched as well, and are needed again.
      const graphs = [...new Set([first, ...kept.filter((graph) => listing.has(graph))])];
      const data = graphs.flatMap((graph) => externalDataIn(listing, graph));
      let [bytesNeeded, bytesMissing] = [0, 0];
      for (const name of [...SENTENCE_FILES, ...graphs, ...data]) {
        const bytes = listing.get(name)?.bytes ?? 0;
        bytesNeeded += bytes;
        if (bytes > 0 && !(await isKept(name))) bytesMissing += bytes;
      }
      return { bytesNeeded, bytesMissing };
    });

  embedTexts: SentenceEncoderApi['embedTexts'] = (texts) =>
    attempt(async () => this.#loaded().embedQueries(texts));

  embedCaptions: SentenceEncoderApi['embedCaptions'] = (texts) =>
    attempt(async () => this.#loaded().embedCaptions(texts));

  #loaded(): SentenceEncoder {
    if (this.#encoder === null)
      throw new FernglassError('worker-failed', 'No second text encoder is loaded.');
    return this.#encoder;
  }
}

/** Precisions to try; where a host tells of none, the plain weights, whose absence it then explains. */
async function shipped(files: HostFiles): Promise<readonly Precision[]> {
  const there: Precision[] = [];
  for (const precision of TRIED) if (await files.has(sentenceGraph(precision))) there.push(precision);
  return there.length > 0 ? there : ['fp32'];
}

async function every(names: readonly string[], holds: (name: string) => Promise<boolean>): Promise<boolean> {
  for (const name of names) if (!(await holds(name))) return false;
  return true;
}
