import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parametersOf } from '../../../src/engine/state/request/parameters';
import { defaultRequest } from '../../../src/engine/state/request/request';

it('the page starts from the settings that validation chose', () => {
  const chosen = JSON.parse(readFileSync(new URL('../../defaults.json', import.meta.url), 'utf8'));
  const request = defaultRequest('https://here.example/');
  const { zeroShot, retrieval } = request.prompts;
  expect({ zeroShotPrompt: zeroShot, retrievalPrompt: retrieval, ...parametersOf(request) }).toMatchObject(
    chosen,
  );
});
