/** The part of a browser's storage that is used. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Storage in which each tab keeps its own: what a tab stored, or found when it first looked, it finds again after a reload,
 * whatever other tabs stored meanwhile. A new tab begins with what any tab stored last; a duplicated one with a copy of the
 * first, which the browser makes.
 * @param own lives as long as the tab (`sessionStorage`); null where the browser refuses
 * @param shared is the same for all tabs (`localStorage`); null where the browser refuses
 */
export function tabStorage(
  own: Shelf | null,
  shared: Shelf | null,
): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const keep = (key: string, value: string) => {
    try {
      own?.setItem(key, value);
    } catch {
      // Full: better what all tabs share than something older of its own.
      own?.removeItem(key);
    }
  };
  return {
    getItem(key) {
      const kept = own?.getItem(key) ?? null;
      if (kept !== null) return kept;
      const last = shared?.getItem(key) ?? null;
      if (last !== null) keep(key, last);
      return last;
    },
    setItem(key, value) {
      keep(key, value);
      shared?.setItem(key, value);
    },
    removeItem(key) {
      own?.removeItem(key);
      shared?.removeItem(key);
    },
  };
}

/** A storage of this page, or null where reading it throws (blocked cookies). */
export function storageOrNull(name: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return globalThis[name] ?? null;
  } catch {
    return null;
  }
}
