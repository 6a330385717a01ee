import { expect, test } from 'vitest';
import { indexSettings, readArguments } from './options';

const settings = (...more: string[]) => {
  const needed = ['--out', 'index', '--id', 'things', '--title', 'Things', '--model-id', 'a/model'];
  const elsewhere = ['--fingerprint', 'f.npy', '--embeddings', 'e.npy'];
  return indexSettings(readArguments(['build', ...needed, ...elsewhere, ...more]).values, 'work');
};

test('an index may be described', () => {
  expect(settings('--language', 'en', '--language', 'de', '--shard-size', '64')).toMatchObject({
    id: 'things',
    languages: ['en', 'de'],
    shardBytes: 65_536,
  });
});

test.each([
  ['--title', 'x'.repeat(301), /--title has 301 characters/],
  ['--id', 'x'.repeat(301), /--id/],
  ['--source', 'x'.repeat(4097), /--source/],
  ['--licence', 'x'.repeat(4097), /--licence/],
  ['--language', 'x'.repeat(101), /--language/],
  ['--shard-size', '65537', /--shard-size is 65536 at most/],
  ['--shard-size', '0', /--shard-size/],
])('%s beyond what an index may hold is refused before anything is built', (option, value, message) => {
  const refused = () => settings(option, value);
  expect(refused).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  expect(refused).toThrow(message);
});

test('more languages than an index states are refused', () => {
  const many = Array.from({ length: 257 }, () => ['--language', 'en']).flat();
  expect(() => settings(...many)).toThrow(/257 times/);
});
