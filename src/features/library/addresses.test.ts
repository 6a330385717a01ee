import { describe, expect, it } from 'vitest';
import { asFolderUrl, asUrl, modelTitle } from './addresses';

describe('addresses', () => {
  it('makes a folder of a hub’s address', () => {
    expect(asFolderUrl(' http://localhost:8080 ')).toBe('http://localhost:8080/');
    expect(asFolderUrl('https://hub.example.org/models')).toBe('https://hub.example.org/models/');
  });

  it('takes web addresses only', () => {
    expect(asFolderUrl('')).toBeNull();
    expect(asFolderUrl('hub')).toBeNull();
    expect(asUrl('javascript:alert(1)')).toBeNull();
    expect(asUrl('file:///etc')).toBeNull();
  });

  it('reads relative addresses from the page', () => {
    expect(asUrl('indexes/a/manifest.json', 'https://example.org/app/')).toBe(
      'https://example.org/app/indexes/a/manifest.json',
    );
  });

  it('titles models, known or not', () => {
    expect(modelTitle('pocket-siglip')).toBe('Pocket SigLIP');
    expect(modelTitle('somebody/some-checkpoint')).toBe('some-checkpoint');
  });
});
