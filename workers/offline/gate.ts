import {
  type NetworkChoice,
  type NetworkQuestion,
  REFUSED_HEADER,
  type Refusal,
  refusalOf,
} from '../protocol';

/** A page in the service worker's charge. */
export interface Page {
  readonly id: string;
  postMessage(message: NetworkQuestion, transfer: Transferable[]): void;
}

/** What the gate stands on; a test puts its own in. */
export interface GateParts {
  /** The app's own origin. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** The pages of the app that are open now. */
  readonly pages: () => Promise<readonly Page[]>;
  /** How long a page may take to say what was chosen, in milliseconds; its own where absent. */
  readonly patience?: number;
}

/** A page answers at once unless it is frozen, or no page of this version. */
const PATIENCE = 5000;

/**
 * Lets through what the user chose, from pages and workers alike: questions for files (GET or HEAD, without a body) to the
 * app's own origin and to the hosts chosen in one of the open pages. Pages are asked what was chosen before a host is
 * refused, so nothing hangs on who speaks first, or on how long the browser keeps a service worker alive.
 */
export class Gate {
  /** What pages said, by their ids. */
  readonly #choices = new Map<string, NetworkChoice>();
  /** Ends what is under way to other hosts. */
  #closing = new AbortController();

  constructor(private readonly parts: GateParts) {}

  /** Takes what a page says was chosen; a closed choice ends what is under way to other hosts. */
  tell(page: string, choice: NetworkChoice): void {
    this.#choices.set(page, choice);
    if (!choice.closed) return;
    this.#closing.abort();
    this.#closing = new AbortController();
  }

  /** The host's answer, or one with status 403 that says by a header why it was refused. Rejects as `fetch` does. */
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (!isReading(request)) return refused('not-reading', url);
    if (url.origin === this.parts.origin) return this.#checked(await this.parts.fetch(request), url);
    // An answer that cannot be looked into may have come from anywhere.
    if (request.mode === 'no-cors') return refused('not-reading', url);
    const refusal = await this.#refusal(url);
    if (refusal !== null) return refused(refusal, url);
    const signal = AbortSignal.any([request.signal, this.#closing.signal]);
    const answer = await this.parts.fetch(request, {
      signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    return this.#checked(answer, url);
  }

  /** A chosen host may send on to any other, which the browser follows: what came from there is not handed on. */
  async #checked(answer: Response, asked: URL): Promise<Response> {
    const from = answer.url === '' ? asked : new URL(answer.url);
    if (from.origin === asked.origin || from.origin === this.parts.origin) return answer;
    if ((await this.#refusal(from)) === null) return answer;
    await answer.body?.cancel();
    return refused('redirect', from);
  }

  /** Closed in one page is closed in all; a host is chosen where it is in one. */
  async #refusal(url: URL): Promise<Refusal | null> {
    const pages = await this.parts.pages();
    const open = new Set(pages.map(({ id }) => id));
    for (const id of this.#choices.keys()) if (!open.has(id)) this.#choices.delete(id);
    const known = this.#judge(url);
    if (known !== 'unchosen') return known;
    await Promise.all(pages.map((page) => this.#ask(page)));
    return this.#judge(url);
  }

  #judge(url: URL): Refusal | null {
    const refusals = [...this.#choices.values()].map((choice) => refusalOf(choice, url));
    if (refusals.includes('closed')) return 'closed';
    return refusals.includes(null) ? null : 'unchosen';
  }

  #ask(page: Page): Promise<void> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      const end = () => {
        clearTimeout(timer);
        port1.close();
        resolve();
      };
      const timer = setTimeout(end, this.parts.patience ?? PATIENCE);
      port1.onmessage = ({ data }) => {
        this.tell(page.id, data as NetworkChoice);
        end();
      };
      page.postMessage({ type: 'which-network' }, [port2]);
    });
  }
}

const isReading = ({ method, body }: Request) =>
  (method === 'GET' || method === 'HEAD') && (body === null || body === undefined);

function refused(refusal: Refusal, { origin }: URL): Response {
  return new Response(null, { status: 403, headers: { [REFUSED_HEADER]: `${refusal} ${origin}` } });
}
