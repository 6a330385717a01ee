import type { Interval } from '../../../../core';

/** A figure of 0–1 in percent, one decimal: “62.1”. */
export const points = (value: number): string => (100 * value).toFixed(1).replace('-', '−');

/** An interval's ends in percent: “58.0–66.2”. */
export const ends = ([low, high]: Interval): string => `${points(low)}–${points(high)}`;

/** A difference in percent, with its sign: “+4.2”. */
export const signed = (value: number): string => `${value >= 0 ? '+' : ''}${points(value)}`;
