import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileUrl } from '../../../../../workers/encoder/checkpoint/files/listing';
import { readModelAddress } from './model-address';

const HUB = 'https://huggingface.co/';
const MIRROR = 'https://mirror.example/hf/';

const onHub = (id: string, revision: string, host = HUB) => ({
  source: { layout: 'hub', id, revision, host },
});
const inFolder = (id: string, host: string) => ({ source: { layout: 'folder', id, revision: 'main', host } });

describe('a model’s id or address', () => {
  test.each([
    ['Xenova/siglip-base-patch16-224', onHub('Xenova/siglip-base-patch16-224', 'main')],
    ['  imageomics/bioclip-2@a1b2c3 ', onHub('imageomics/bioclip-2', 'a1b2c3')],
    ['owner/name@refs/pr/4', onHub('owner/name', 'refs/pr/4')],
    ['https://huggingface.co/owner/name', onHub('owner/name', 'main')],
    ['https://huggingface.co/owner/name/', onHub('owner/name', 'main')],
    ['huggingface.co/owner/name', onHub('owner/name', 'main')],
    ['https://hf.co/owner/name?library=transformers.js', onHub('owner/name', 'main')],
    ['https://huggingface.co/owner/name/tree/v1.0', onHub('owner/name', 'v1.0')],
    ['https://huggingface.co/owner/name/tree/v1.0/onnx', onHub('owner/name', 'v1.0')],
    ['https://huggingface.co/owner/name/blob/main/config.json', onHub('owner/name', 'main')],
    [
      'https://huggingface.co/owner/name/resolve/abc/onnx/vision_model.onnx?download=true',
      onHub('owner/name', 'abc'),
    ],
    ['https://huggingface.co/owner/name/discussions/3', onHub('owner/name', 'main')],
    ['https://models.example/bioclip', inFolder('bioclip', 'https://models.example/')],
    ['https://models.example/a/b/bioclip/', inFolder('bioclip', 'https://models.example/a/b/')],
    ['models.example/a/bioclip', inFolder('bioclip', 'https://models.example/a/')],
    ['http://localhost:8080/bioclip', inFolder('bioclip', 'http://localhost:8080/')],
    ['https://models.example/bioclip/config.json', inFolder('bioclip', 'https://models.example/')],
    [
      'https://models.example/bioclip/onnx/vision_model_fp16.onnx',
      inFolder('bioclip', 'https://models.example/'),
    ],
    ['https://models.example/my%20model/', inFolder('my%20model', 'https://models.example/')],
    ['https://models.example/100%', inFolder('100%', 'https://models.example/')],
    ['https://models.example/', inFolder('.', 'https://models.example/')],
  ])('%s', (typed, expected) => {
    expect(readModelAddress(typed, HUB)).toEqual(expected);
  });

  test('on a mirror: ids go there, its pages are a hub’s, and those of the public hub stay its own', () => {
    expect(readModelAddress('owner/name', MIRROR)).toEqual(onHub('owner/name', 'main', MIRROR));
    expect(readModelAddress(`${MIRROR}owner/name/tree/dev`, MIRROR)).toEqual(
      onHub('owner/name', 'dev', MIRROR),
    );
    expect(readModelAddress('https://huggingface.co/owner/name', MIRROR)).toEqual(
      onHub('owner/name', 'main'),
    );
    expect(readModelAddress(`${MIRROR}owner/name`, HUB)).toEqual(inFolder('name', `${MIRROR}owner/`));
  });

  test.each([
    ['', /owner\/name/],
    ['bioclip', /owner\/name/],
    ['a fern', /owner\/name/],
    ['ftp://models.example/x', /owner\/name/],
    ['javascript:alert(1)', /owner\/name/],
    ['owner/name@', /branch/],
    ['owner/name@a b', /branch/],
    ['file:///home/me/model', /Open model folder/],
    ['C:\\models\\bioclip', /Open model folder/],
    ['/home/me/model', /Open model folder/],
    ['~/model', /Open model folder/],
    ['https://me:secret@models.example/x', /password/],
    ['https://huggingface.co/datasets/owner/name', /no page of a model/],
    ['https://huggingface.co/owner', /no page of a model/],
    ['https://models.example/x?signature=1', /question mark/],
  ])('%s is none, and why is said', (typed, problem) => {
    expect(readModelAddress(typed, HUB)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('whatever is typed, nothing is thrown, and a folder’s files lie under the address that was given', () => {
    fc.assert(fc.property(fc.string(), (typed) => void readModelAddress(typed, HUB)));
    const part = fc.stringMatching(/^[a-z0-9][a-z0-9 _-]{0,8}$/).filter((name) => name === name.trim());
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const folder = `https://models.example/${parts.map(encodeURIComponent).join('/')}`;
        const read = readModelAddress(folder, HUB);
        expect('source' in read && fileUrl(read.source, 'config.json')).toBe(`${folder}/config.json`);
      }),
    );
  });
});
