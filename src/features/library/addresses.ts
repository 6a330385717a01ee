import { modelChoices, PUBLIC_HUB } from '../../engine';

/** An http(s) address as a folder, ending in `/`; null for anything else. */
export function asFolderUrl(text: string): string | null {
  const url = asUrl(text);
  if (url === null) return null;
  return url.endsWith('/') ? url : `${url}/`;
}

/** An absolute http(s) address, relative ones read from `base`; null for anything else. */
export function asUrl(text: string, base?: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '' || !URL.canParse(trimmed, base)) return null;
  const url = new URL(trimmed, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** A checkpoint's title from the menu, or the last part of its id. */
export function modelTitle(id: string): string {
  const known = modelChoices(PUBLIC_HUB, 'https://fernglass.invalid/').find(
    (choice) => choice.source.id === id,
  );
  const name = id.slice(id.lastIndexOf('/') + 1);
  try {
    return known?.title ?? decodeURIComponent(name);
  } catch {
    return name;
  }
}
