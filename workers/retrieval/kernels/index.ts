/** The compiled kernels' one door; `node.ts` and `browser.ts` beside it load the binary where it lies. */
export { type Build, Kernels } from './kernels';
export { lastAtMost } from './last-at-most';
export { upperTail } from './normal';
export type { CodedCaption, ResidualBlock, ResidualLists } from './residual/block';
export { ResidualSearch } from './residual/search';
export type { Router } from './router/router';
export type { Block, Found, ListOutcome, Scan } from './scan';
export { startKernels } from './start';
