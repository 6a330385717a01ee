import type { NetworkChoice, NetworkQuestion, OfflineRequest, StoredReport } from '../../../workers/protocol';

/** How far the app itself is stored in this browser: page, workers, WASM, pocket model and pocket index. */
export interface ShellState {
  /** False in development, in browsers without service workers and in private windows that forbid them. */
  readonly supported: boolean;
  /** Whether everything the page needs to classify with the pocket model is stored. */
  readonly shellReady: boolean;
  readonly bytesStored: number;
  readonly bytesTotal: number;
  /** A newer version is stored and waits for `applyUpdate`. */
  readonly updateWaiting: boolean;
  /** Whether the page is cross-origin isolated: WASM runs on one thread otherwise. */
  readonly isolated: boolean;
  /** Why `shellReady` cannot be, in words for the user; null while it is or may still come. */
  readonly problem: string | null;
}

/** The page's hold on the service worker. */
export interface OfflineHandle {
  getState(): ShellState;
  subscribe(listener: () => void): () => void;
  /** Puts the waiting version in charge and reloads this page. Nothing happens when none waits. */
  applyUpdate(): Promise<void>;
  /** Stores files of the build that are not stored on their own, such as another precision of the pocket model. */
  keep(urls: readonly string[]): Promise<boolean>;
  /**
   * How much is stored of files of the build; null where there is no service worker to ask.
   * @param files by their addresses, or the decoders that few photo formats need
   * @param keep whether they are to be stored first
   */
  report(files: readonly string[] | 'decoders', keep: boolean): Promise<StoredReport | null>;
  /** Stores what of the app is missing; settles once it is there, or it is known that it does not come. */
  complete(): Promise<void>;
  /** Tells the service worker what the user's choice of hosts is now. */
  networkChanged(): void;
  /** Stores what could not be stored before; nothing happens where nothing failed. */
  tryAgain(): Promise<void>;
  /** Asks the store itself what of this version is there now. */
  lookAgain(): Promise<void>;
}

export interface OfflineOptions {
  /**
   * Asked before the one reload that lets WASM use threads on hosts that send no isolation headers: true while nothing
   * would be lost.
   */
  readonly mayReload: () => boolean;
  /** The user's choice of hosts, which the service worker asks for. */
  readonly network: () => NetworkChoice;
  /** Settles when the page has what it starts with. */
  readonly started: Promise<unknown>;
}

const NOT_STORED = 'The app could not be stored for offline use:';

/** Marks in this tab's session that it was reloaded for isolation, so that it never is again. */
const RELOADED_KEY = 'fernglass-reloaded-for-isolation';

/** Registers the service worker and keeps the browser's copy of this version complete. Never throws. */
export function registerOffline(options: OfflineOptions): OfflineHandle {
  const supported = import.meta.env.PROD && 'serviceWorker' in navigator;
  let state: ShellState = {
    supported,
    shellReady: false,
    bytesStored: 0,
    bytesTotal: 0,
    updateWaiting: false,
    isolated: globalThis.crossOriginIsolated === true,
    problem: supported ? null : 'This browser cannot keep the app itself for use without a network.',
  };
  const listeners = new Set<() => void>();
  const update = (change: Partial<ShellState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const show = (report: StoredReport) =>
    update({
      shellReady: report.missing.length === 0,
      bytesStored: report.bytesStored,
      bytesTotal: report.bytesTotal,
      problem: report.problem && `${NOT_STORED} ${report.problem}. Reload to try again.`,
    });

  let registered: Promise<ServiceWorkerRegistration | null> = Promise.resolve(null);
  if (supported) {
    answerQuestions(options);
    reloadOnceForIsolation(options);
    // On a first visit, storing everything would compete with the start for network and processor.
    const wait = globalThis.crossOriginIsolated && !navigator.serviceWorker.controller;
    registered = (wait ? options.started : Promise.resolve()).then(() => register(update));
    void complete(show).catch(() => undefined);
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async applyUpdate() {
      const waiting = (await registered)?.waiting;
      if (!waiting) return;
      const inCharge = new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
      waiting.postMessage({ type: 'take-over' } satisfies OfflineRequest);
      await inCharge;
      location.reload();
    },
    async keep(urls) {
      return isWhole(await ask({ type: 'keep', urls }), urls.length);
    },
    report: (files, keep) => ask({ type: keep ? 'keep' : 'look', urls: files }),
    async complete() {
      if (!supported || state.shellReady) return;
      // Where it cannot be installed, no worker will be ready.
      let look = () => {};
      const failed = new Promise<void>((resolve) => {
        look = () => state.problem !== null && resolve();
        listeners.add(look);
        void registered.then(look);
      });
      await Promise.race([complete(show), failed]);
      listeners.delete(look);
    },
    async tryAgain() {
      if (supported && state.problem !== null) await complete(show);
    },
    async lookAgain() {
      const report = await ask({ type: 'look', urls: null });
      if (report) show(report);
    },
    networkChanged() {
      if (!supported) return;
      void activeWorker().then((active) =>
        active?.postMessage({ type: 'network', choice: options.network() } satisfies OfflineRequest),
      );
    },
  };
}

async function register(
  update: (change: Partial<ShellState>) => void,
): Promise<ServiceWorkerRegistration | null> {
  try {
    const url = new URL('service-worker.js', document.baseURI);
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
    const look = () => update({ updateWaiting: Boolean(registration.waiting && registration.active) });
    const watch = (worker: ServiceWorker | null) =>
      worker?.addEventListener('statechange', () => {
        // An update that fails leaves the version before in charge; a first version leaves nothing.
        if (worker.state === 'redundant' && !registration.active)
          update({ problem: `${NOT_STORED} a file did not arrive as it was built. Reload to try again.` });
        look();
      });
    watch(registration.installing);
    registration.addEventListener('updatefound', () => watch(registration.installing));
    look();
    return registration;
  } catch (reason) {
    update({
      problem: `${NOT_STORED} ${reason instanceof Error ? reason.message : reason}`,
    });
    return null;
  }
}

/** Stores what is missing, showing what is there before and after. */
async function complete(show: (report: StoredReport) => void): Promise<void> {
  await navigator.serviceWorker.ready;
  for (const request of [{ type: 'look', urls: null }, { type: 'complete' }] as const) {
    const report = await ask(request);
    if (report) show(report);
  }
}

const isWhole = (report: StoredReport | null, files: number) =>
  report !== null && report.files >= files && report.missing.length === 0;

/** Says which hosts the user chose, whenever the service worker asks. */
function answerQuestions({ network }: OfflineOptions): void {
  navigator.serviceWorker.addEventListener('message', ({ data, ports }) => {
    const { type } = data as NetworkQuestion;
    if (type === 'which-network') ports[0]?.postMessage(network());
  });
  navigator.serviceWorker.startMessages();
}

/** The service worker in charge; undefined where there is none. */
async function activeWorker(): Promise<ServiceWorker | null | undefined> {
  return (await navigator.serviceWorker.getRegistration(document.baseURI))?.active;
}

/** The answer of the version in charge, or null where there is none. */
async function ask(request: OfflineRequest): Promise<StoredReport | null> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return null;
  const active = await activeWorker();
  if (!active) return null;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data as StoredReport);
    };
    active.postMessage(request, [port2]);
  });
}

/** The service worker adds the headers from the next load on: load once more, the first time it takes charge. */
function reloadOnceForIsolation({ mayReload }: OfflineOptions): void {
  const wouldHelp = !globalThis.crossOriginIsolated && navigator.hardwareConcurrency > 1 && self === top;
  if (!wouldHelp || navigator.serviceWorker.controller) return;
  navigator.serviceWorker.addEventListener(
    'controllerchange',
    () => {
      if (!mayReload()) return;
      try {
        if (sessionStorage.getItem(RELOADED_KEY)) return;
        sessionStorage.setItem(RELOADED_KEY, 'yes');
      } catch {
        return; // Without a memory of it, one reload could become many.
      }
      location.reload();
    },
    { once: true },
  );
}
