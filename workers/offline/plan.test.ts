import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cacheKey,
  fetchUrl,
  formerKey,
  furtherVectorPaths,
  isManifest,
  isStorable,
  mayDiffer,
  outdatedKeys,
  pathInScope,
  stageOf,
} from './plan';

const SCOPE = 'https://example.org/fern/glass/';
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const BINARY = { 'content-type': 'application/octet-stream' };

describe('stageOf', () => {
  it.each([
    ['index.html', 'shell'],
    ['assets/index-abc.js', 'shell'],
    ['assets/ort-wasm-simd-threaded.asyncify-abc.mjs', 'shell'],
    ['assets/ort-wasm-simd-threaded.asyncify-abc.wasm', 'engine'],
    ['assets/libheif-abc.js', 'shell'],
    ['assets/codecs/lerc-abc.js', 'on-use'],
    ['assets/codecs/libheif-abc.wasm', 'on-use'],
    ['models/pocket-siglip/config.json', 'engine'],
    ['models/pocket-siglip/onnx/vision_model_quantized.onnx', 'engine'],
    ['models/pocket-siglip/onnx/vision_model_fp16.onnx', 'on-use'],
    ['models/pocket-siglip/onnx/text_model.onnx', 'on-use'],
    ['models/pocket-siglip/text-embeddings_quantized.bin', 'engine'],
    ['models/pocket-siglip/text-embeddings_fp16.bin', 'engine'],
    ['models/pocket-siglip/text-embeddings.bin', 'engine'],
    ['indexes/pocket/manifest.json', 'engine'],
    ['samples/bridge.jpg', 'on-use'],
    ['samples/labels.csv', 'engine'],
    ['samples/classes.txt', 'engine'],
    ['licences.txt', 'engine'],
  ])('%s is stored at stage %s', (path, stage) => expect(stageOf(path)).toBe(stage));

  it.each(['service-worker.js', '_headers', 'assets/index-abc.js.map', '.nojekyll'])(
    '%s is never stored',
    (path) => expect(stageOf(path)).toBeNull(),
  );

  it('an index’s vectors in vector spaces wait for their first use', () => {
    const paths = furtherVectorPaths('indexes/pocket/manifest.json', {
      spaces: [{ files: [{ name: 'a.bin' }, { name: 'b.bin' }] }, { files: [{ name: 'c.bin' }] }],
    });
    expect(paths).toEqual(['indexes/pocket/a.bin', 'indexes/pocket/b.bin', 'indexes/pocket/c.bin']);
    expect(stageOf('indexes/pocket/b.bin', new Set(paths))).toBe('on-use');
    expect(stageOf('indexes/pocket/d.bin', new Set(paths))).toBe('engine');
    expect(furtherVectorPaths('indexes/birds/manifest.json', {})).toEqual([]);
  });
});

describe('pathInScope', () => {
  it('drops the scope and the query', () => {
    expect(pathInScope(`${SCOPE}assets/a.js?v=1`, SCOPE)).toBe('assets/a.js');
  });
  it('knows the folder as its page', () => {
    expect(pathInScope(`${SCOPE}?backend=wasm`, SCOPE)).toBe('index.html');
  });
  it('leaves other origins and other folders alone', () => {
    expect(pathInScope('https://example.com/fern/glass/a.js', SCOPE)).toBeNull();
    expect(pathInScope('https://example.org/other/a.js', SCOPE)).toBeNull();
  });
  it('finds every path again that a URL was made from', () => {
    const segment = fc
      .stringMatching(/^[\p{L}\p{N} %#?&+_-]{1,12}$/u)
      .filter((text) => text !== 'index.html' && text.trim() === text);
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
        const path = segments.join('/');
        expect(pathInScope(fetchUrl({ path }, SCOPE).href, SCOPE)).toBe(path);
      }),
    );
  });
});

describe('cacheKey', () => {
  it('differs between revisions of a file and not otherwise', () => {
    const key = (sha256: string) => cacheKey({ path: 'assets/a.js', sha256 }, SCOPE);
    expect(key('a+/=')).toBe(key('a+/='));
    expect(key('a+/=')).not.toBe(key('b+/='));
  });
  it('is the address of WebAssembly, whose name holds its revision; earlier versions stored all alike', () => {
    const file = { path: 'assets/ort-abc.wasm', sha256: 'a+/=' };
    expect(cacheKey(file, SCOPE)).toBe(`${SCOPE}assets/ort-abc.wasm`);
    expect(formerKey(file, SCOPE)).toBe(`${SCOPE}assets/ort-abc.wasm?revision=a%2B%2F%3D`);
    for (const path of ['assets/index-abc.js', 'kernels.wasm', 'models/assets/x.onnx'])
      expect(cacheKey({ ...file, path }, SCOPE)).toBe(formerKey({ ...file, path }, SCOPE));
  });

  it('fetches the page by its folder', () => {
    expect(fetchUrl({ path: 'index.html' }, SCOPE).href).toBe(SCOPE);
  });
});

describe('isStorable', () => {
  it('takes a file that was found', () => {
    expect(isStorable(new Response('x', { headers: BINARY }), 'a.bin')).toBe(true);
    expect(isStorable(new Response('x', { headers: HTML }), 'index.html')).toBe(true);
  });
  it.each([404, 500, 206, 203])('refuses status %i', (status) => {
    expect(isStorable(new Response('x', { status, headers: BINARY }), 'a.bin')).toBe(false);
  });
  it('refuses a page in place of a binary, and a binary in place of the page', () => {
    expect(isStorable(new Response('x', { headers: HTML }), 'models/vision_model.onnx')).toBe(false);
    expect(isStorable(new Response('x', { headers: BINARY }), 'index.html')).toBe(false);
  });
});

describe('mayDiffer', () => {
  it('holds for pages and manifests of indexes alone', () => {
    expect(mayDiffer('index.html')).toBe(true);
    expect(mayDiffer('indexes/pocket/manifest.json')).toBe(true);
    expect(mayDiffer('models/pocket-siglip/config.json')).toBe(false);
    expect(isManifest('manifest.json')).toBe(false);
  });
});

describe('outdatedKeys', () => {
  it('keeps this version and the one before', () => {
    expect(outdatedKeys(['a', 'b', 'c', 'd'], ['c', 'd'], ['b', 'c'])).toEqual(['a']);
  });
});
