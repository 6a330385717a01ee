/** Which hosts the user chose: what the page tells its workers, and the service worker when it asks. */
export interface NetworkChoice {
  /** Nothing but the app's own origin may be asked. */
  readonly closed: boolean;
  /** Origins such as `https://example.org`, or with all of a domain's hosts `https://*.example.org`. */
  readonly origins: readonly string[];
  /** Where it is set, the worker does as if there were no network at all: only what is stored answers. It stays so. */
  readonly shut?: boolean;
}

/** A worker that fetches from hosts which the user chose. */
export interface NetworkApi {
  /** Takes the choice, for what is fetched from now on; when it is closed, what is under way ends too. */
  chooseNetwork(choice: NetworkChoice): Promise<void>;
}

/**
 * Why a request was not let through, or its answer not handed on. `closed`: the user allows no host but the app's own.
 * `unchosen`: the host is none that the user chose. `redirect`: a chosen host sent on to one that is none. `not-reading`:
 * it is more than a question for a file (GET or HEAD, no body, an answer that can be looked into).
 */
export type Refusal = 'closed' | 'unchosen' | 'redirect' | 'not-reading';

/** The header by which the service worker says why it refused: a `Refusal`, a blank, the origin it concerns. */
export const REFUSED_HEADER = 'fernglass-refused';

/** Where the public hub keeps large files: a request for one is sent on there. */
const HUB_STORES = ['https://*.huggingface.co', 'https://*.hf.co'];
const PUBLIC_HUB_ORIGIN = 'https://huggingface.co';

/**
 * The origins that choosing an address allows: its own, and for hubs of models those that the public hub keeps its large
 * files on, to which mirrors send on too.
 * @param address absolute URL of an index, or of a host of models; one that is no web address allows nothing
 * @param isHub whether models are laid out there as on the public hub
 */
export function originsOf(address: string, isHub = false): string[] {
  if (!URL.canParse(address)) return [];
  const { origin, protocol } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return [];
  return isHub || origin === PUBLIC_HUB_ORIGIN ? [origin, ...HUB_STORES] : [origin];
}

/** Why a choice does not let a URL's origin be asked; null where it does. The app's own origin is not looked at. */
export function refusalOf({ closed, origins }: NetworkChoice, url: URL): Refusal | null {
  if (closed) return 'closed';
  return origins.some((allowed) => covers(allowed, url)) ? null : 'unchosen';
}

function covers(allowed: string, { origin, protocol, host }: URL): boolean {
  const [scheme, name] = allowed.split('://*.');
  if (name === undefined) return origin === allowed;
  return protocol === `${scheme}:` && host.endsWith(`.${name}`);
}
