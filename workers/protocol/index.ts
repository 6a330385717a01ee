/** Everything that passes a worker's door; the only folder of workers that the page may import from. */
export * from './encoder';
export * from './export';
export * from './intake';
export * from './ladder';
export * from './language';
export * from './model';
export * from './network';
export * from './offline';
export * from './retrieval';
export * from './scoring';
export * from './sentences';
export { isLifeMessage, isPing, type LifeMessage, type PingMessage } from './serving/liveness';
export * from './start-marks';
export * from './stored';
