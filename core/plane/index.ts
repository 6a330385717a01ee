export type { Weighting } from './ends';
export { placesAt } from './places';
export * from './plane';
export { type PlaneProducts, type Progressing, planeProducts } from './products';
