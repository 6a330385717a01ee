import { expect } from '@playwright/test';

/**
 * The value with every number taken for equal up to the fifth decimal: the same score comes by more than one way of
 * summing, and 32-bit floats part in the eighth.
 */
export function close<T>(value: T): T {
  if (typeof value === 'number') return expect.closeTo(value, 5) as T;
  if (Array.isArray(value)) return value.map(close) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, close(inner)])) as T;
}
