export * from './folds';
export * from './grid';
export * from './tune';
export * from './tuned';
