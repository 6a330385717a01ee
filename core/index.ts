export {
  addRemoved,
  type Cleaned,
  cleanName,
  type Removed,
  withoutInvisible,
  wordsOfRemoved,
} from './classes/clean';
export { foldName } from './classes/fold-name';
export * from './classes/parse';
export { keptQuotes, linesOf, readLine } from './classes/syntax';
export * from './embeddings';
export * from './enrichment';
export * from './errors';
export * from './fusion';
export * from './methods';
export * from './prompts';
export * from './ranking';
export * from './retrieval';
export * from './reweighting';
export * from './settings';
