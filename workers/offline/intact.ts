/** The header under which a file is kept whose content its build does not know: the digest of what was kept. */
export const DIGEST_HEADER = 'fernglass-sha256';

/** What is to be held against a file that is kept or arrives. */
export interface Expected {
  /** Base64 SHA-256; null where nothing is known of the content. */
  readonly sha256: string | null;
}

/** Base64, as `integrity` attributes write it. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
}

/** All of a response's body; null where it fails on the way, as one that is damaged in storage does. */
export async function wholeBody(response: Response): Promise<ArrayBuffer | null> {
  try {
    return await response.arrayBuffer();
  } catch {
    return null;
  }
}

/** Whether a response can be read to its end, and is what is expected. Its body is used up. */
export async function isIntact(response: Response, expected: Expected): Promise<boolean> {
  const bytes = await wholeBody(response);
  if (bytes === null) return false;
  return expected.sha256 === null || (await sha256(bytes)) === expected.sha256;
}

/** Paths below the app's folder of the scripts and styles that a page names, which it does not open without. */
export function partsOfPage(html: string): string[] {
  const named = html.matchAll(/\b(?:src|href)="(?:\.\/)?(assets\/[^"?#]+\.(?:js|css))"/g);
  return [...new Set([...named].map(([, path]) => path!))];
}

/**
 * The page in place of the app's, where what is kept of that is damaged or gone and its host cannot be reached. It stands
 * alone: the policy lets no script or style within a page in.
 */
export function pageOfItsOwn(): Response {
  return new Response(PAGE, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Fernglass cannot be opened</title>
  </head>
  <body>
    <main>
      <h1>Fernglass cannot be opened without a network now</h1>
      <p>
        What this browser keeps of the app is damaged or gone, and the app’s host cannot be reached to fetch it again.
        Models, captions and settings that are kept here are not touched by this.
      </p>
      <p>Connect to the network, then <a href="./">try again</a>.</p>
    </main>
  </body>
</html>
`;
