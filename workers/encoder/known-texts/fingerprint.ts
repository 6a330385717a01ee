import type { SelfTest } from '../self-test';

/**
 * Identifies a checkpoint by its self-test, in lower-case hexadecimal: what its two towers make of fixed inputs. It is
 * read before any tower runs, and both towers are held to it when they load, so that what bears the same fingerprint was
 * embedded by the same model. Null where no digest is to be had (a page over plain HTTP).
 */
export async function fingerprintOf({ text, vision }: SelfTest): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const identity = JSON.stringify([text.text, text.embedding, vision.input, vision.embedding]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
