import { type Embeddings, row, stack } from '../../../core';
import type { Precision } from '../../protocol';
import type { CheckpointFiles } from '../checkpoint/files/files';
import { isFixed } from '../checkpoint/files/revision';
import type { SelfTest } from '../self-test';
import { fingerprintOf } from './fingerprint';
import type { TextEmbeddings } from './format';
import { KeptTexts } from './kept-texts';
import { readShippedTexts } from './shipped';

/** Embeds texts, `[texts.length, d]`, normalised. */
export type EmbedTexts = (texts: string[]) => Promise<Embeddings>;

/** A host that does not answer for so long after the model is up is not waited for: texts are embedded instead. */
const SHIPPED_WITHIN = 10_000;

/**
 * Texts that need no text tower: those embedded beside the checkpoint and those kept from earlier visits. Both hold
 * what this checkpoint's text tower gives at this very precision: int8 moves an embedding, and in a list that mixed it with
 * 32-bit floats, close calls would depend on where a text came from.
 */
export class KnownTexts {
  readonly #shipped: Promise<TextEmbeddings | null>;
  readonly #rows: Promise<ReadonlyMap<string, Float32Array>>;
  readonly #kept: Promise<KeptTexts | null>;

  /** Starts reading what lies beside the checkpoint; `selfTest` tells which checkpoint this is. */
  constructor(files: CheckpointFiles, precision: Precision, selfTest: SelfTest | null) {
    const fingerprint = selfTest === null ? Promise.resolve(null) : fingerprintOf(selfTest);
    this.#shipped = fingerprint.then((print) =>
      print === null ? null : readShippedTexts(files, print, precision),
    );
    this.#rows = within(SHIPPED_WITHIN, this.#shipped).then(rowsOf);
    this.#kept = Promise.all([fingerprint, this.#shipped]).then(([print, shipped]) => {
      const checkpoint = print ?? commitOf(files);
      if (checkpoint === null) return null;
      return new KeptTexts([checkpoint, precision, shipped?.tower ?? ''].join('#'));
    });
  }

  /** Embeddings of all texts, `[texts.length, d]`; `embed` is asked for those that are not known. */
  async embed(texts: readonly string[], embed: EmbedTexts): Promise<Embeddings> {
    const shipped = await this.#rows;
    const others = texts.filter((text) => !shipped.has(text));
    if (others.length === 0) return stack(texts.map((text) => shipped.get(text)!));
    const store = await within(SHIPPED_WITHIN, this.#kept);
    const known = (await store?.read(others)) ?? new Map<string, Float32Array>();
    const missing = [...new Set(others)].filter((text) => !known.has(text));
    if (missing.length > 0) {
      const embedded = await embed(missing);
      missing.forEach((text, i) => {
        const embedding = row(embedded, i).slice();
        known.set(text, embedding);
        store?.add(text, embedding);
      });
    }
    return stack(texts.map((text) => shipped.get(text) ?? known.get(text)!));
  }

  /** Says whether what is embedded is kept for the next visit; where it is not, what was of this visit goes too. */
  async setKept(isKept: boolean): Promise<void> {
    await (await this.#kept)?.setKept(isKept);
  }

  /** Writes what is new to be kept without waiting for a pause. */
  async flush(): Promise<void> {
    await (await this.#kept)?.flush();
  }
}

function rowsOf(shipped: TextEmbeddings | null): Map<string, Float32Array> {
  return new Map(shipped?.texts.map((text, i) => [text, row(shipped.embeddings, i)]));
}

/** A commit's files never change; what is called by a branch or lies in a plain folder may. */
function commitOf({ id, revision }: CheckpointFiles): string | null {
  return isFixed(revision) ? `${id}@${revision}` : null;
}

async function within<T>(milliseconds: number, value: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  const first = await Promise.race([value, late]);
  clearTimeout(timer);
  return first;
}
