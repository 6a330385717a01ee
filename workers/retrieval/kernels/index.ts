/** The compiled kernels' one door; `node.ts` and `browser.ts` beside it load the binary where it lies. */
export * from './kernels';
export { lastAtMost } from './last-at-most';
export { upperTail } from './normal';
export * from './scan-residual';
export { startKernels } from './start';
