/**
 * SHA-256 of a file's content in hex; null where the page is served without https: browsers give digests to secure pages
 * alone, and where the file can no longer be read.
 */
export async function digestOf(content: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  try {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    return null;
  }
}
