export * from './fit';
export * from './fit-margin';
export * from './likeness';
export * from './scale';
export * from './state';
