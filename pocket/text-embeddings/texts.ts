import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseClasses } from '../../core';
import type { Manifest } from '../../index-shards/format';
import { classTexts } from '../../src/engine/state/records';
import { PRESETS } from '../../src/features/classes/presets/presets';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Every text that the page embeds without anyone having typed: the prompts of the built-in class lists that the pocket
 * model may be asked about, and the sentence
 * by which the pocket index knows the model it was made with.
 */
export function builtInTexts(): string[] {
  const texts = new Set<string>([fingerprintSentence()]);
  for (const { classes, prompts, leftOutOfPocket } of PRESETS) {
    if (leftOutOfPocket) continue;
    const list = 'text' in classes ? classes.text : readFileSync(at(`public/${classes.url}`), 'utf8');
    for (const names of parseClasses(list).classes) {
      const { zeroShot, retrieval } = classTexts(names, prompts);
      for (const text of [...zeroShot, ...retrieval]) texts.add(text);
    }
  }
  return [...texts];
}

function fingerprintSentence(): string {
  const manifest = JSON.parse(readFileSync(at('index-shards/pocket/manifest.json'), 'utf8')) as Manifest;
  return manifest.model.fingerprint.sentence;
}
