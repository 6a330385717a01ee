import type { Platform } from '../../../workers/protocol';

/** What this browser says of its machine. Read on the page: a worker is not told of touch screens. */
export function readPlatform(): Platform {
  const { userAgent, maxTouchPoints, deviceMemory } = navigator as Navigator & {
    readonly deviceMemory?: number;
  };
  // An iPad calls itself a Macintosh, of which none has a touch screen.
  const isIos =
    /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && (maxTouchPoints ?? 0) > 1);
  return { deviceMemory, isIos };
}
