export * from './cased/names';
export * from './evidence';
export * from './method';
export * from './parameters';
export * from './real/count';
export * from './registry';
export * from './task';
export * from './values';
export { fineRetrieval } from './x-more/retrieval';
