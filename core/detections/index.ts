export * from './recognitions';
