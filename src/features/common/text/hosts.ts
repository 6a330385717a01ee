/** A web address's host as users know it; `this site` for the app's own. @param base the page's address */
export function hostName(address: string, base = document.baseURI): string {
  if (!URL.canParse(address, base)) return address;
  const url = new URL(address, base);
  return url.origin === new URL(base).origin ? 'this site' : url.host;
}
