export * from './codec';
export { sha256Hex, verifyBytes } from './layout';
export * from './manifest';
export * from './parse';
export * from './router';
export * from './shard';
export * from './vectors';
