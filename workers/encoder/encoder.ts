import { attempt, type Embeddings, FernglassError, type Result, row, stack, toPlainError } from '../../core';
import { chooseNetwork } from '../net';
import type {
  EmbeddedPhoto,
  EncoderApi,
  EncoderInfo,
  Licence,
  PhotoSource,
  PhotosAhead,
  Rung,
} from '../protocol';
import { describeRung, markStart, TOWER_BATCH } from '../protocol';
import type { HostFiles } from './checkpoint/files/host';
import { readAhead } from './checkpoint/files/read-ahead';
import { OpenedCheckpoints } from './checkpoint/opened-checkpoint';
import { type CheckpointSettings, readSettings, TOKENIZER_FILE } from './checkpoint/settings';
import { openPhotoPool, type PhotoPool } from './image/pool';
import type { ReadPhoto } from './image/pool/read-photo';
import { KnownTexts } from './known-texts/known-texts';
import { deviceLoss, prepareRuntime, readCapabilities, startRuntime } from './runtime';
import {
  readSelfTest,
  SELF_TEST_FILE,
  type SelfTestOutcome,
  testTextTower,
  testVisionTower,
} from './self-test';
import { keepTowers, loadVision } from './towers/load-towers';
import { TowerPair } from './towers/pair';
import { embedTexts } from './towers/texts';
import { openTokenizer, type Tokenizer } from './towers/tokens';
import { loadTextTower, stackPixels } from './towers/tower';

const NOTHING_AHEAD: PhotosAhead = { keys: [], next: [] };

/** Bytes of the larger tower above which the towers take turns: smaller ones are worth more at hand than their memory. */
const LARGE_TOWER = 64e6;

/** A checkpoint on a rung. */
interface LoadedEncoder {
  readonly files: HostFiles;
  readonly settings: CheckpointSettings;
  readonly licence: Licence | null;
  readonly tokenizer: Tokenizer;
  readonly rung: Rung;
  readonly towers: TowerPair;
  readonly knownTexts: KnownTexts;
  readonly pool: PhotoPool;
  /** Rejects when the back end is gone for good. */
  readonly lost: Promise<never>;
}

/** The encoder of one worker: one checkpoint on one rung. Whoever wants another starts a fresh worker. */
export class Encoder implements EncoderApi {
  readonly capabilities = readCapabilities;
  #loaded: LoadedEncoder | null = null;
  /** Of the checkpoint that is loading, or loaded. */
  #knownTexts: KnownTexts | null = null;
  readonly #checkpoints = new OpenedCheckpoints();
  /** What was embedded while the model loaded, until it is asked for. */
  readonly #early = new Map<string, Float32Array>();

  #keepsTexts = true;

  keepTexts: EncoderApi['keepTexts'] = async (isKept) => {
    this.#keepsTexts = isKept;
    await this.#knownTexts?.setKept(isKept);
  };

  chooseNetwork: EncoderApi['chooseNetwork'] = async (choice) => chooseNetwork(choice);

  inspect: EncoderApi['inspect'] = (source) =>
    attempt(async () => (await (await this.#checkpoints.open(source)).inspected).inspection, 'worker-failed');

  load: EncoderApi['load'] = (source, rung, onProgress, texts = []) =>
    attempt(async () => {
      if (this.#loaded) throw new FernglassError('worker-failed', 'This worker holds a model already.');
      prepareRuntime(rung);
      const runtime = startRuntime(rung);
      const opened = await this.#checkpoints.open(source);
      opened.onProgress = onProgress;
      const files = readAhead(opened.files, [TOKENIZER_FILE, SELF_TEST_FILE]);
      const { inspection, shape } = await opened.inspected;
      const settings = await readSettings(files, shape);
      const selfTest = await readSelfTest(files);
      markStart('settings');
      const { licence } = inspection;
      const facts = inspection.precisions?.find(({ precision }) => precision === rung.precision);
      const takeTurns = Math.max(facts?.visionBytes ?? 0, facts?.textBytes ?? 0) > LARGE_TOWER;
      const knownTexts = new KnownTexts(files, rung.precision, selfTest);
      this.#knownTexts = knownTexts;
      // Not waited for: whatever is kept of texts comes behind it.
      if (!this.#keepsTexts) void knownTexts.setKept(false);
      const tokenizer = openTokenizer(settings);
      const { backend: device, precision } = rung;
      let tested: SelfTestOutcome | null = null;
      let lost: Promise<never> | null = null;
      /** To be asked once a session is there. */
      const loss = () => {
        lost ??= deviceLoss(rung);
        lost.catch(() => {});
        return lost;
      };
      const towers = new TowerPair(
        {
          vision: async () => {
            const tower = await loadVision(files, settings, rung, runtime);
            markStart('tower');
            const test = () => testVisionTower(tower, settings.preprocessor.imageSize, selfTest);
            tested ??= await Promise.race([test(), loss()]);
            return tower;
          },
          text: async () => {
            const tower = await loadTextTower(files, settings, { device, precision });
            await Promise.race([testTextTower(tower, tokenizer.tokenize, selfTest), loss()]);
            markStart('text-tower');
            return tower;
          },
        },
        takeTurns,
      );
      await keepTowers(files, settings, rung);
      if (takeTurns && texts.length > 0) {
        await runtime;
        const embedded = await knownTexts.embed(texts, (unknown) =>
          towers.withText((tower) => embedTexts(unknown, tokenizer.tokenize, tower)),
        );
        if (!embedded.data.every(Number.isFinite)) throw notFinite();
        for (const [i, text] of texts.entries()) this.#early.set(text, row(embedded, i).slice());
      }
      const { width, cosine } = await towers.withVision(async () => tested!);
      markStart('self-test');
      const pool = openPhotoPool(settings.preprocessor);
      this.#loaded = {
        files,
        settings,
        licence,
        tokenizer,
        rung,
        towers,
        knownTexts,
        pool,
        lost: loss(),
      };
      return infoOf(this.#loaded, width, cosine);
    }, 'backend-unavailable');

  embedPhotos: EncoderApi['embedPhotos'] = async (files, ahead = NOTHING_AHEAD) => {
    this.#loaded?.pool.readAhead(files, ahead);
    const results: Result<EmbeddedPhoto>[] = [];
    for (let start = 0; start < files.length; start += TOWER_BATCH) {
      const end = start + TOWER_BATCH;
      results.push(...(await this.#embedBatch(files.slice(start, end), ahead.keys.slice(start, end))));
    }
    return results;
  };

  embedTexts: EncoderApi['embedTexts'] = (texts) =>
    attempt(async () => {
      const { knownTexts } = this.#ready();
      const late = texts.filter((text) => !this.#early.has(text));
      const embedded = await knownTexts.embed(late, (unknown) => this.#embedByTower(unknown));
      const rows = new Map(late.map((text, i) => [text, row(embedded, i)]));
      return stack(
        texts.map((text) => {
          const early = this.#early.get(text);
          if (early) rows.set(text, early);
          this.#early.delete(text);
          return rows.get(text)!;
        }),
      );
    });

  readTexts: EncoderApi['readTexts'] = (texts) => attempt(() => this.#ready().tokenizer.read(texts));

  async #embedByTower(texts: readonly string[]): Promise<Embeddings> {
    const { tokenizer, towers } = this.#ready();
    const embeddings = await this.#compute(() =>
      towers.withText((tower) => embedTexts(texts, tokenizer.tokenize, tower)),
    );
    if (!embeddings.data.every(Number.isFinite)) throw notFinite();
    return embeddings;
  }

  async #embedBatch(
    files: readonly PhotoSource[],
    keys: readonly string[],
  ): Promise<Result<EmbeddedPhoto>[]> {
    const photos: Result<ReadPhoto>[] = [];
    for (const [i, file] of files.entries()) photos.push(await this.#read(file, keys[i]));
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

  async #read(file: PhotoSource, key: string | undefined): Promise<Result<ReadPhoto>> {
    const read = await attempt(() => this.#ready().pool.take(key, file));
    return read.ok ? read.value : read;
  }

  async #embedPixels(pictures: readonly Float32Array[]): Promise<Embeddings> {
    const { towers, settings } = this.#ready();
    const pixels = stackPixels(pictures, settings.preprocessor.imageSize);
    return this.#compute(() => towers.withVision((tower) => tower.embed(pixels)));
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

  #ready(): LoadedEncoder {
    if (!this.#loaded) throw new FernglassError('worker-failed', 'No model is loaded. Choose one first.');
    return this.#loaded;
  }
}

function infoOf(
  { settings, licence, rung, files }: LoadedEncoder,
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
    licence,
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
