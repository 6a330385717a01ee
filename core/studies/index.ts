export * from './ablation';
export * from './sweeps';
