export * from './bursts/bursts';
export { namedCaption } from './captions/named-caption';
export { foldCaption, normaliseCaption } from './captions/normalise';
export {
  CaptionSieve,
  captionsOfProse,
  captionsOfRows,
  type LeftOut,
  type NamedText,
  namedSentences,
} from './captions/reading';
export { isHeadingOf, type Section, sectionsOf, sectionsUnder } from './captions/sections';
export { sentencesOf } from './captions/sentences';
export {
  addRemoved,
  type Cleaned,
  cleanName,
  type Removed,
  withoutInvisible,
  wordsOfRemoved,
} from './classes/clean';
export { type DecodedText, decodeText } from './classes/decode';
export { foldName } from './classes/fold-name';
export * from './classes/parse';
export { keptQuotes, linesOf, readLine, writeLines } from './classes/syntax';
export * from './confidence';
export * from './coverage';
export * from './detections';
export * from './embeddings';
export * from './enrichment';
export * from './errors';
export * from './judging';
export * from './labels';
export * from './methods';
export * from './metrics';
export * from './plane';
export * from './prompts';
export * from './ranking';
export * from './retrieval/fusion';
export * from './retrieval/merging';
export * from './retrieval/retrieval';
export * from './reweighting';
export * from './search/alike';
export * from './search/nearness';
export * from './settings';
export * from './studies';
export * from './tuning';
export * from './versioned';
