import type { EncoderInfo, ModelSource } from '../../../../workers/protocol';
import type { ModelChoice, Prompts } from '../types';

/** The public hub; a mirror laid out alike can stand in for it. */
export const PUBLIC_HUB = 'https://huggingface.co/';

/** The model that ships with the app. */
export const POCKET_ID = 'pocket-siglip';

/** The prompts that suit every class of the pocket world (`pocket/defaults.json`). One text serves both: the first list is long. */
export const POCKET_PROMPTS: Prompts = { zeroShot: 'a photo of a {}', retrieval: 'a photo of a {}' };

/** Templates that suit drawings, prints and photos alike. */
export const TEMPLATES = [
  'a photo of a {}',
  'a drawing of a {}',
  'a diagram of a {}',
  'a scan of a {}',
  'a close-up of a {}',
  'a printed picture of a {}',
  'a {} in a book',
  'the {}',
].join('\n');

/** The model that ships with the app, under the page's own address. */
export function pocketModel(base = document.baseURI): ModelSource {
  return {
    id: POCKET_ID,
    revision: 'main',
    host: new URL('models/', base).href,
    layout: 'folder',
  };
}

/** The checkpoints the menu offers; `hub` is the public hub or the address of a mirror, ending in `/`. */
export function modelChoices(hub = PUBLIC_HUB, base = document.baseURI): readonly ModelChoice[] {
  const onHub = (id: string): ModelSource => ({ id, revision: 'main', host: hub, layout: 'hub' });
  return [
    {
      source: pocketModel(base),
      title: 'Pocket SigLIP',
      description:
        'Ships with the app. Knows circuit diagrams, component symbols and ferns; for trying Fernglass out.',
    },
    {
      source: onHub('Xenova/siglip-base-patch16-224'),
      title: 'SigLIP base',
      description: '768-d, 224 px. Downloads 211 MB (int8) to 407 MB (fp16) once.',
    },
    {
      source: onHub('onnx-community/siglip2-base-patch16-224-ONNX'),
      title: 'SigLIP 2 base',
      description: '768-d, 224 px, many languages. Downloads 378 MB (int8) to 751 MB (fp16) once.',
    },
  ];
}

/** Identifies the space that a loaded model's embeddings lie in. */
export const embeddingSpaceOf = (info: EncoderInfo): string =>
  `${info.id}@${info.revision}#${info.rung.precision}`;

export { sourceKey } from '../../../../workers/protocol';
