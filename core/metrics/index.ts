export * from './bootstrap';
export * from './calibration';
export * from './classes';
export * from './confusions';
export * from './detection';
export * from './figures';
export * from './random';
export * from './rank-correlation';
