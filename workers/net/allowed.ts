import { FernglassError } from '../../core';
import { type NetworkChoice, REFUSED_HEADER, type Refusal, refusalOf } from '../protocol';

/** The user's choice; null while this realm was told of none, as outside the app. */
let choice: NetworkChoice | null = null;
const underWay = new Set<(reason: Refused) => void>();

/** A request that the user's choice of hosts does not allow; `refused` says it with the file's name. */
class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    /** The origin that is not allowed. */
    readonly origin: string,
  ) {
    super(refusal);
  }
}

/**
 * Takes the user's choice of hosts, for what is fetched in this realm from now on; when closed, also for what is under way.
 * @param next null where none is known any more
 */
export function chooseNetwork(next: NetworkChoice | null): void {
  choice = next;
  if (next?.shut) shutNetwork();
  if (next?.closed) for (const end of [...underWay]) end(new Refused('closed', ''));
}

/** What was chosen, for workers that this one starts; null where this realm was told of nothing. */
export const networkChosen = (): NetworkChoice | null => choice;

/**
 * Has this realm do without a network from now on: libraries that fetch by themselves too. Its own origin is asked for what
 * is stored, by the service worker or the browser, which `only-if-cached` keeps from going to the network.
 */
function shutNetwork(): void {
  const before = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, globalThis.location?.href);
    if (/^(blob|data):$/.test(url.protocol)) return before(input, init);
    if (!isOwn(url)) throw new TypeError('The network is shut off.');
    return before(new Request(input, { ...init, mode: 'same-origin', cache: 'only-if-cached' }));
  };
}

/**
 * Fetches where the user's choice allows it, and looks where the answer came from: a host may send on to any other.
 * Where no choice is known, answers of the origin that was asked are taken.
 * @param onRefused called where the choice ends the request while its answer arrives, until `fetchEnded`; its reason is for
 * `refusedAs`
 * @throws what `refusedAs` reads, what `fetch` throws
 */
export async function fetchAllowed(
  fetch: typeof globalThis.fetch,
  url: URL,
  init: RequestInit,
  onRefused?: (reason: Error) => void,
): Promise<Response> {
  const refusal = isOwn(url) || choice === null ? null : refusalOf(choice, url);
  if (refusal !== null) throw new Refused(refusal, url.origin);
  if (onRefused !== undefined && !isOwn(url)) underWay.add(onRefused);
  const response = await fetch(url, init);
  const from = response.url === '' ? url : new URL(response.url);
  if (from.origin !== url.origin && !isOwn(from) && (choice === null || refusalOf(choice, from) !== null)) {
    await response.body?.cancel();
    throw new Refused('redirect', from.origin);
  }
  const said = response.headers.get(REFUSED_HEADER)?.split(' ');
  if (said !== undefined) throw new Refused(said[0] as Refusal, said[1] ?? url.origin);
  return response;
}

/** To be called when a request that was begun with this `onRefused` is over. */
export function fetchEnded(onRefused: (reason: Error) => void): void {
  underWay.delete(onRefused);
}

/**
 * The error that the user is shown for a refused request.
 * @param file what was to be fetched, as the start of a sentence
 * @returns null where something else was thrown
 */
export function refusedAs(thrown: unknown, file: string, url: URL): FernglassError | null {
  if (!(thrown instanceof Refused)) return null;
  const { refusal, origin } = thrown;
  if (refusal === 'closed')
    return new FernglassError(
      'network-failed',
      `${file} was not fetched: Fernglass is closed and asks no host but its own. Open it in the menu of the model or of the index to fetch it.`,
    );
  if (refusal === 'redirect')
    return new FernglassError(
      'host-not-chosen',
      `${file} was not taken: ${url.host} sends on to ${hostOf(origin)}, which you have not chosen. If you trust it, allow it, or give the address that lies there.`,
      { sentOn: { from: url.origin, to: origin } },
    );
  return new FernglassError(
    'host-not-chosen',
    `${file} was not fetched: ${hostOf(origin)} is no host that you have chosen. Choose the model or the index there, or reload the page.`,
  );
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : origin);

/** Outside a browser no host is the app's own. */
function isOwn(url: URL): boolean {
  const { location } = globalThis as { location?: Location };
  return location !== undefined && location.origin === url.origin;
}
