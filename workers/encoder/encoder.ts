import { attempt, type Embeddings, FernglassError, type Result, row, toPlainError } from '../../core';
import { chooseNetwork } from '../net';
import type { EmbeddedPhoto, EncoderApi, EncoderInfo, ModelSource, Rung } from '../protocol';
import { describeRung, markStart, PRECISIONS } from '../protocol';
import { STORES } from '../storage/names';
import { type HostFiles, hostFiles } from './checkpoint/host';
import { graphFile, refuseCombined, towerFiles } from './checkpoint/layout';
import { NO_STORE, openModelStore } from './checkpoint/model-store';
import { readAhead } from './checkpoint/read-ahead';
import { pinRevision } from './checkpoint/revision';
import { type CheckpointSettings, readSettings, SETTINGS_FILES } from './checkpoint/settings';
import { decodePhoto } from './image/decode';
import { preprocess } from './image/preprocess';
import { KnownTexts } from './known-texts/known-texts';
import { deviceLoss, prepareRuntime, readCapabilities, startRuntime } from './runtime';
import { readSelfTest, SELF_TEST_FILE, type SelfTest, testTextTower, testVisionTower } from './self-test';
import { embedTexts } from './towers/texts';
import { openTokenizer, type TokenIds, type Tokenizer } from './towers/tokens';
import { BATCH, loadTextTower, loadVisionTower, type Pixels, stackPixels, type Tower } from './towers/tower';

/** A checkpoint on a rung, with its vision tower up. */
interface LoadedEncoder {
  readonly files: HostFiles;
  readonly settings: CheckpointSettings;
  readonly tokenizer: Tokenizer;
  readonly rung: Rung;
  readonly selfTest: SelfTest | null;
  readonly vision: Tower<Pixels>;
  readonly knownTexts: KnownTexts;
  /** Rejects when the back end is gone for good. */
  readonly lost: Promise<never>;
}

/** The encoder of one worker: one checkpoint on one rung. Whoever wants another starts a fresh worker. */
export class Encoder implements EncoderApi {
  readonly capabilities = readCapabilities;
  #loaded: LoadedEncoder | null = null;
  #text: Promise<Tower<TokenIds>> | null = null;
  /** Settles when no text is being embedded: a tower in use must not be disposed of. */
  #textWork: Promise<unknown> = Promise.resolve();

  chooseNetwork: EncoderApi['chooseNetwork'] = async (choice) => chooseNetwork(choice);

  load: EncoderApi['load'] = (source, rung, onProgress) =>
    attempt(async () => {
      if (this.#loaded) throw new FernglassError('worker-failed', 'This worker holds a model already.');
      prepareRuntime(rung);
      const runtime = startRuntime(rung);
      const own = isOwn(source);
      const store = own ? NO_STORE : await openModelStore(STORES.models);
      const host = hostFiles(await pinRevision(source, store), {
        store,
        useListing: !own,
        onProgress: (progress) => onProgress(progress),
      });
      const files = readAhead(host, [...SETTINGS_FILES, SELF_TEST_FILE]);
      const settings = await readSettings(files);
      const selfTest = await readSelfTest(files);
      markStart('settings');
      const knownTexts = new KnownTexts(files, rung.precision, selfTest);
      const vision = await loadVision(files, settings, rung, runtime);
      markStart('tower');
      const lost = deviceLoss(rung);
      lost.catch(() => {});
      const test = testVisionTower(vision, settings.preprocessor.imageSize, selfTest);
      const { width, cosine } = await Promise.race([test, lost]);
      markStart('self-test');
      const tokenizer = openTokenizer(settings);
      this.#loaded = { files, settings, tokenizer, rung, selfTest, vision, knownTexts, lost };
      return infoOf(this.#loaded, width, cosine);
    }, 'backend-unavailable');

  embedPhotos: EncoderApi['embedPhotos'] = async (files) => {
    const results: Result<EmbeddedPhoto>[] = [];
    for (let start = 0; start < files.length; start += BATCH)
      results.push(...(await this.#embedBatch(files.slice(start, start + BATCH))));
    return results;
  };

  embedTexts: EncoderApi['embedTexts'] = (texts) =>
    attempt(() => this.#ready().knownTexts.embed(texts, (unknown) => this.#embedByTower(unknown)));

  readTexts: EncoderApi['readTexts'] = (texts) => attempt(() => this.#ready().tokenizer.read(texts));

  dropTextTower: EncoderApi['dropTextTower'] = async () => {
    const tower = this.#text;
    this.#text = null;
    await this.#textWork;
    await (await tower?.catch(() => null))?.dispose();
  };

  async #embedByTower(texts: readonly string[]): Promise<Embeddings> {
    const { tokenizer } = this.#ready();
    const work = this.#compute(async () => embedTexts(texts, tokenizer.tokenize, await this.#textTower()));
    this.#textWork = Promise.allSettled([this.#textWork, work]);
    const embeddings = await work;
    if (!embeddings.data.every(Number.isFinite)) throw notFinite();
    return embeddings;
  }

  async #embedBatch(files: readonly Blob[]): Promise<Result<EmbeddedPhoto>[]> {
    const photos: Result<Omit<EmbeddedPhoto, 'embedding'> & { pixels: Float32Array }>[] = [];
    for (const file of files) photos.push(await attempt(() => this.#read(file), 'image-unreadable'));
    const readable = photos.flatMap((photo) => (photo.ok ? [photo.value.pixels] : []));
    const embedded = await attempt(() => this.#embedPixels(readable));
    let next = 0;
    return photos.map((photo) => {
      if (!photo.ok) return photo;
      if (!embedded.ok) return embedded;
      const { pixels: _, ...rest } = photo.value;
      const embedding = row(embedded.value, next++).slice();
      return embedding.every(Number.isFinite)
        ? { ok: true, value: { ...rest, embedding } }
        : { ok: false, error: toPlainError(notFinite()) };
    });
  }

  async #read(file: Blob) {
    const { settings } = this.#ready();
    const photo = await decodePhoto(file);
    try {
      const pixels = preprocess(photo, settings.preprocessor);
      const { width, height, warnings } = photo;
      return { pixels, width, height, warnings, thumbnail: await photo.thumbnail() };
    } finally {
      photo.close();
    }
  }

  async #embedPixels(pictures: readonly Float32Array[]): Promise<Embeddings> {
    const { vision, settings } = this.#ready();
    return this.#compute(() => vision.embed(stackPixels(pictures, settings.preprocessor.imageSize)));
  }

  /** Whatever the runtime throws while it computes means that this back end has stopped working. */
  async #compute<T>(work: () => Promise<T>): Promise<T> {
    const { lost, rung } = this.#ready();
    try {
      return await Promise.race([work(), lost]);
    } catch (thrown) {
      if (thrown instanceof FernglassError) throw thrown;
      throw new FernglassError(
        'backend-unavailable',
        `The model stopped computing on ${describeRung(rung)}: ${toPlainError(thrown).message}. Reload the page.`,
        { cause: thrown },
      );
    }
  }

  /** The text tower, tested when it is loaded; a failed load is not kept. */
  #textTower(): Promise<Tower<TokenIds>> {
    const { files, settings, rung, selfTest, tokenizer } = this.#ready();
    this.#text ??= (async () => {
      const tower = await loadTextTower(files, settings, { device: rung.backend, precision: rung.precision });
      await testTextTower(tower, tokenizer.tokenize, selfTest);
      markStart('text-tower');
      return tower;
    })().catch((thrown) => {
      this.#text = null;
      throw thrown;
    });
    return this.#text;
  }

  #ready(): LoadedEncoder {
    if (!this.#loaded) throw new FernglassError('worker-failed', 'No model is loaded. Choose one first.');
    return this.#loaded;
  }
}

/** Files beside the app are kept by its service worker, and change with it. */
function isOwn({ host, layout }: ModelSource): boolean {
  return layout === 'folder' && new URL(host).origin === self.location.origin;
}

/**
 * Loads the vision tower. A model that is kept is kept whole, so the text tower's weights are fetched along with it.
 * @throws FernglassError `backend-unavailable` where the checkpoint ships other precisions only, and another rung may do
 */
async function loadVision(
  files: HostFiles,
  settings: CheckpointSettings,
  rung: Rung,
  runtime: Promise<void>,
): Promise<Tower<Pixels>> {
  const { backend: device, precision } = rung;
  try {
    if (files.keeps)
      for (const file of await towerFiles(files, settings.config, 'text_model', precision))
        await files.weights(file);
    return await loadVisionTower(files, settings, { device, precision }, runtime);
  } catch (thrown) {
    if (!(thrown instanceof FernglassError) || thrown.code !== 'model-not-found') throw thrown;
    refuseCombined(files.id, (await files.listing())?.keys() ?? (await combinedNames(files)));
    for (const other of PRECISIONS)
      if (other !== precision && (await files.has(graphFile('vision_model', other))))
        throw new FernglassError('backend-unavailable', thrown.message, { cause: thrown });
    throw thrown;
  }
}

/** Where nobody keeps a list, the combined graph is asked for by its usual name. */
async function combinedNames(files: HostFiles): Promise<string[]> {
  const names = ['onnx/vision_model.onnx', 'onnx/model.onnx'];
  const there = await Promise.all(names.map((name) => files.has(name)));
  return names.filter((_, i) => there[i]);
}

function infoOf(
  { settings, rung, files }: LoadedEncoder,
  width: number,
  selfTestCosine: number | null,
): EncoderInfo {
  return {
    id: files.id,
    revision: files.revision,
    width,
    imageSize: settings.preprocessor.imageSize,
    family: settings.family.name,
    scoring: settings.family.scoring,
    crops: settings.preprocessor.fit.kind === 'shortest',
    rung,
    logitScale: settings.logits.scale,
    logitBias: settings.logits.bias,
    logitSource: settings.logits.source,
    selfTestCosine,
    stored: files.allStored(),
  };
}

/** Half floats may overflow on an input where the self-test did not. */
function notFinite(): FernglassError {
  return new FernglassError(
    'backend-unavailable',
    'The model gave results that are not numbers. Open the page with ?backend=wasm.',
  );
}
