import { isOwnIndex } from '../../../../workers/protocol';

/** A web address's host as users know it; `this site` for the app's own, `this browser` for an index made here. @param base the page's address */
export function hostName(address: string, base = document.baseURI): string {
  if (!URL.canParse(address, base)) return address;
  const url = new URL(address, base);
  if (isOwnIndex(url.href)) return 'this browser';
  return url.origin === new URL(base).origin ? 'this site' : url.host;
}
