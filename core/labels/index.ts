export * from './coco';
export * from './codes';
export * from './columns';
export * from './folders';
export * from './label';
export * from './match';
export * from './resolve';
export * from './table';
