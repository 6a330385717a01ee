import { describe, expect, test } from 'vitest';
import { type Family, type FamilyFiles, familyOf } from './family';
import { refuseCombined } from './layout';
import { readLogits } from './logits';
import { readOpenClipPreprocessor, readPreprocessor } from './preprocessor';

const files = (given: Partial<FamilyFiles>): FamilyFiles => ({
  id: 'someone/model',
  config: {},
  preprocessor: {},
  tokenizerConfig: {},
  openClip: {},
  ...given,
});
const openClip = (model: object, preprocess: object = {}) =>
  files({ openClip: { model_cfg: model, preprocess_cfg: preprocess } });
const towers = { vision_cfg: { image_size: 224 }, text_cfg: { context_length: 77 } };

describe('the family of a checkpoint', () => {
  test.each([
    ['siglip', 'sigmoid', files({ config: { model_type: 'siglip' } })],
    [
      'siglip2',
      'sigmoid',
      files({ config: { model_type: 'siglip' }, tokenizerConfig: { tokenizer_class: 'GemmaTokenizer' } }),
    ],
    ['siglip2', 'sigmoid', files({ config: { model_type: 'siglip2' } })],
    ['clip', 'softmax', files({ config: { model_type: 'clip' } })],
    ['mobileclip', 'softmax', files({ id: 'Xenova/mobileclip_s0', config: { model_type: 'clip' } })],
    [
      'mobileclip',
      'softmax',
      files({ config: { model_type: 'clip' }, preprocessor: { image_mean: [0, 0, 0] } }),
    ],
    ['clip', 'softmax', openClip(towers)],
    ['siglip', 'sigmoid', openClip({ ...towers, init_logit_bias: -10 })],
    ['mobileclip', 'softmax', openClip(towers, { mean: [0, 0, 0], std: [1, 1, 1] })],
  ] as const)('%s, scored by %s', (name, scoring, given) => {
    expect(familyOf(given)).toMatchObject({ name, scoring });
  });

  test.each([
    [/model_type is "blip"; Fernglass runs SigLIP/, files({ config: { model_type: 'blip' } })],
    [/varying shapes/, files({ config: { model_type: 'siglip2' }, preprocessor: { max_num_patches: 256 } })],
    [/text tower is "bert"/, openClip({ ...towers, text_cfg: { hf_model_name: 'bert' } })],
    [/nor is there an open_clip_config.json/, files({})],
  ])('none: %s', (why, given) => {
    expect(familyOf(given)).toMatch(why);
  });
});

const clip = familyOf(files({ config: { model_type: 'clip' } })) as Family;
const siglip = familyOf(files({ config: { model_type: 'siglip' } })) as Family;

describe('what is done to pictures', () => {
  test('CLIP’s own defaults: the shorter side, then the middle, with CLIP’s means', () => {
    expect(readPreprocessor({ size: 224, crop_size: 224 }, clip)).toMatchObject({
      imageSize: 224,
      fit: { kind: 'shortest', side: 224, rounding: 'down' },
      mean: [0.48145466, 0.4578275, 0.40821073],
    });
  });

  test('the middle of an odd margin as the folder says: pocket/convert writes it for open_clip’s', () => {
    const value = { size: { shortest_edge: 224 }, crop_size: 224, do_center_crop: true };
    const read = (change: object) => readPreprocessor({ ...value, ...change }, clip);
    expect(read({ crop_rounding: 'half-even' })).toMatchObject({ fit: { rounding: 'half-even' } });
    expect(read({ crop_rounding: 'up' })).toMatchObject({ fit: { rounding: 'down' } });
  });

  test('a crop smaller than the resized picture', () => {
    const size = { shortest_edge: 256 };
    const crop_size = { height: 224, width: 224 };
    expect(readPreprocessor({ size, crop_size, do_center_crop: true }, clip)).toMatchObject({
      imageSize: 224,
      fit: { side: 256 },
    });
  });

  test('SigLIP squeezes', () => {
    expect(readPreprocessor({ size: { height: 384, width: 384 } }, siglip)).toMatchObject({
      imageSize: 384,
      fit: { kind: 'squeeze', side: 384 },
      mean: [0.5, 0.5, 0.5],
    });
  });

  test('open_clip cuts as torchvision does, or squashes', () => {
    const model = { vision_cfg: { image_size: 224 } };
    expect(readOpenClipPreprocessor({ model_cfg: model }, clip)).toMatchObject({
      imageSize: 224,
      fit: { kind: 'shortest', rounding: 'half-even' },
    });
    const squashed = { model_cfg: model, preprocess_cfg: { resize_mode: 'squash' } };
    expect(readOpenClipPreprocessor(squashed, siglip)).toMatchObject({ fit: { kind: 'squeeze' } });
    const longest = { model_cfg: model, preprocess_cfg: { resize_mode: 'longest' } };
    expect(readOpenClipPreprocessor(longest, clip)).toMatch(/resize mode "longest"/);
  });
});

test('logit scale: what the checkpoint says, else a table, else unknown', () => {
  expect(readLogits({ logit_scale_exp: 50 }, 'Xenova/siglip-base-patch16-224')).toEqual({
    scale: 50,
    bias: -12.932437,
    source: 'checkpoint',
  });
  expect(readLogits({}, 'Xenova/clip-vit-base-patch16')).toEqual({ scale: 100, bias: null, source: 'table' });
  expect(readLogits({}, 'Xenova/mobileclip_s2').scale).toBe(100);
  expect(readLogits({}, 'someone/else')).toEqual({ scale: null, bias: null, source: 'unknown' });
});

test('one graph for both towers is refused with the reason', () => {
  expect(() =>
    refuseCombined('jina-clip', ['config.json', 'onnx/model.onnx', 'onnx/model_int8.onnx']),
  ).toThrow(/both towers in one graph \(onnx\/model.onnx\)/);
  expect(() => refuseCombined('clip', ['onnx/model.onnx', 'onnx/vision_model_fp16.onnx'])).not.toThrow();
  expect(() => refuseCombined('weights', ['config.json', 'model.safetensors'])).not.toThrow();
});
