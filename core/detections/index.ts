export * from './crop';
export * from './recognitions';
