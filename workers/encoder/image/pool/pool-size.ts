/** What a browser says of the device, as far as it does. */
export interface Device {
  readonly hardwareConcurrency?: number | undefined;
  /** GB, rounded; Chromium alone tells it. */
  readonly deviceMemory?: number | undefined;
  readonly userAgent?: string | undefined;
}

/** More readers than this gain nothing: no tower takes photos so fast. */
const MOST = 4;

/**
 * How many workers read photos ahead of the tower. Each may hold a decoded photo of 64 MB, so that phones, whose browsers
 * end pages that take too much, get two of them, and those with little memory one.
 */
export function poolSize({ hardwareConcurrency = 2, deviceMemory, userAgent = '' }: Device): number {
  const most =
    deviceMemory !== undefined && deviceMemory <= 2 ? 1 : /Mobi|iPhone|iPad/.test(userAgent) ? 2 : MOST;
  return Math.max(1, Math.min(most, hardwareConcurrency));
}
