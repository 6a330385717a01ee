export * from './answers';
export * from './compare';
