import { expect, it } from 'vitest';
import type { CheckpointFiles } from './files';
import { readAhead } from './read-ahead';

it('asks for the named files at once, and once, and for others when they are read', async () => {
  const asked: string[] = [];
  const files: CheckpointFiles = {
    id: 'someone/model',
    revision: 'main',
    listing: async () => null,
    text: async (name) => {
      asked.push(name);
      if (name === 'broken.json') throw new Error('broken');
      return `text of ${name}`;
    },
    weights: async (name) => name,
  };
  const ahead = readAhead(files, ['config.json', 'broken.json']);
  expect(asked).toEqual(['config.json', 'broken.json']);
  expect(await ahead.text('config.json')).toBe('text of config.json');
  await expect(ahead.text('broken.json')).rejects.toThrow('broken');
  expect(await ahead.text('tokenizer.json')).toBe('text of tokenizer.json');
  expect(asked).toEqual(['config.json', 'broken.json', 'tokenizer.json']);
  expect(await ahead.weights('onnx/model.onnx')).toBe('onnx/model.onnx');
});
