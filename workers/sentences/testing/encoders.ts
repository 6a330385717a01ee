import type { SentenceReading } from '../../../index-shards/format';

/** The encoders among the fixtures, one of each kind, and how each is to be run. */
export const ENCODERS: readonly { readonly name: string; readonly reading: SentenceReading }[] = [
  { name: 'tiny-bert', reading: { pooling: 'mean', prefix: 'passage: ', queryPrefix: 'query: ' } },
  {
    name: 'tiny-decoder',
    reading: {
      pooling: 'last_token',
      prefix: '',
      queryPrefix: 'Instruct: Find captions of the class\nQuery:',
    },
  },
];

/** What PyTorch makes of texts one by one, as captions and as queries (`reference.json` beside each encoder). */
export interface Reference {
  readonly texts: readonly string[];
  readonly captions: readonly (readonly number[])[];
  readonly queries: readonly (readonly number[])[];
}
