import { FernglassError } from '../../../core';
import type { EngineData } from '../state/engine-data';
import { TEXTS_AT_ONCE } from '../state/plan/encoder';
import { firstTexts } from './texts/needed-texts';

/** Milliseconds between two looks for texts that the encoder has in hand. */
const BETWEEN_LOOKS = 20;

type Embedding = Pick<EngineData, 'store' | 'texts' | 'basis' | 'embeddingNeeded' | 'classes' | 'prompts'>;

/**
 * Embeds texts that are not the page's own, a few at a time, so that photos get their turn. They are forgotten again, as far
 * as the page does not need them too.
 * @param onPart told how much is done, 0–1
 * @throws FernglassError `input-invalid` where the model is another one meanwhile, or none is ready; the signal's reason
 */
export async function embedBeside(
  data: Embedding,
  texts: readonly string[],
  until: AbortSignal,
  onPart: (part: number) => void,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { space } = data.basis();
  const found = new Map<string, Float32Array>();
  const asked: string[] = [];
  const lacking: string[] = [];
  for (const text of new Set(texts)) {
    const known = data.texts.get(text);
    if (known === undefined) lacking.push(text);
    else found.set(text, known);
  }
  try {
    for (let at = 0; at < lacking.length; at += TEXTS_AT_ONCE) {
      onPart(at / lacking.length);
      const some = lacking.slice(at, at + TEXTS_AT_ONCE);
      asked.push(...some);
      for (;;) {
        until.throwIfAborted();
        const { status } = data.store.getState().model;
        if (data.basis().space !== space || space === null || status === 'failed' || status === 'paused')
          throw new FernglassError(
            'input-invalid',
            'The model is another one, or stopped. Ask again once it is ready.',
          );
        const embedded = data.texts.all(some);
        if (embedded !== null) {
          some.forEach((text, i) => void found.set(text, embedded[i]!));
          break;
        }
        // Another method takes back what was asked for: asking again costs nothing.
        data.texts.want(some);
        data.embeddingNeeded();
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
      }
    }
    return found;
  } finally {
    forgetUnneeded(data, asked);
  }
}

/** A text that the class list, or a method, came to need meanwhile stays. */
function forgetUnneeded(data: Embedding, asked: readonly string[]): void {
  if (asked.length === 0) return;
  const { classes, prompts, store } = data;
  const { templates } = store.getState().request;
  const needs = { classes, prompts, sentence: null, templates, readsDescriptions: true };
  const needed = new Set(firstTexts(needs, Number.POSITIVE_INFINITY));
  data.texts.forget(asked.filter((text) => !needed.has(text)));
}
