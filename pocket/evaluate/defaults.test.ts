import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { POCKET_SETTINGS } from '../../src/core';
import { defaultRequest } from '../../src/engine/request';

it('the page starts from the settings that validation chose', () => {
  const chosen = JSON.parse(readFileSync(new URL('../defaults.json', import.meta.url), 'utf8'));
  const { prompts, settings } = defaultRequest('https://here.example/');
  expect(settings).toBe(POCKET_SETTINGS);
  expect({ zeroShotPrompt: prompts.zeroShot, retrievalPrompt: prompts.retrieval, ...settings }).toMatchObject(
    chosen,
  );
});
