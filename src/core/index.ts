export * from './embeddings';
export * from './enrichment';
export * from './errors';
export * from './prompts';
export * from './ranking';
export * from './retrieval';
export * from './reweighting';
export * from './settings';
