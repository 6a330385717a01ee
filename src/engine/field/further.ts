import { FernglassError } from '../../../core';
import type { FieldPlan, SpaceKind, StoredReport } from '../../../workers/protocol';
import type { OfflineHandle } from '../offline/offline';
import { weightsBesideTheApp } from '../offline/offline-stage';
import type { RetrievalStage } from '../retrieval/retrieval-stage';
import type { VectorSpaces } from '../retrieval/spaces/vector-spaces';
import type { EngineData } from '../state/engine-data';
import type { FieldPart, FurtherNeed, ModelState } from '../state/types';
import type { EncoderClient, ModelInspection } from '../workers/encoder-client';

/** What the parts of a field beside captions hang on. */
export interface FurtherSources {
  /** The page's hold on its service worker; null where there is none. */
  handle(): Pick<OfflineHandle, 'getState' | 'report' | 'complete'> | null;
  /** The model that is loaded; null where none is. */
  model(): ModelState['info'];
  /** Addresses of its weights where they come with the app; empty where they do not. */
  weightsOfTheApp(): readonly string[];
  /** What is known of it. */
  inspection(): ModelInspection | null;
  /** Further vectors that the present search and method need. */
  neededSpaces(): readonly SpaceKind[];
  readonly spaces: Pick<VectorSpaces, 'bring' | 'weighEncoder'>;
}

/** The parts of an engine that the field hangs on. @param parts `handle`: null where there is no service worker */
export function furtherNeedsOf(
  store: Pick<EngineData['store'], 'getState'>,
  parts: Pick<FurtherSources, 'handle'> & {
    readonly base: string;
    readonly client: Pick<EncoderClient, 'inspection'>;
    readonly retrieval: Pick<RetrievalStage, 'neededSpaces' | 'spaces'>;
  },
): FurtherNeeds {
  const { base, client, handle, retrieval } = parts;
  return new FurtherNeeds({
    handle,
    model: () => store.getState().model.info,
    inspection: () => client.inspection,
    weightsOfTheApp() {
      const state = store.getState();
      return state.model.info ? weightsBesideTheApp(state, state.model.info, base) : [];
    },
    neededSpaces: () => retrieval.neededSpaces(),
    spaces: retrieval.spaces,
  });
}

/** What work without a network needs beside captions: tells of it, and has it fetched. */
export class FurtherNeeds {
  constructor(private readonly from: FurtherSources) {}

  /**
   * All of it, what is here already among it.
   * @param first what was planned of the first index; null where it has nothing to be planned
   */
  async find(first: FieldPlan | null): Promise<readonly FurtherNeed[]> {
    const spaces = this.from.neededSpaces().filter((kind) => first?.spaces[kind] !== undefined);
    const found = await Promise.all([
      this.#app(),
      this.#decoders(),
      this.#model(),
      spaces.includes('text') ? this.#encoder() : null,
    ]);
    const vectors = spaces.map((kind): FurtherNeed => {
      const part = kind === 'text' ? 'second vectors' : 'picture vectors';
      return { part, ...first!.spaces[kind]!, canCome: true };
    });
    return [...found.filter((need) => need !== null), ...vectors];
  }

  /**
   * Has a part fetched.
   * @throws FernglassError why it did not come; the signal's reason when aborted
   */
  async bring(part: FieldPart, signal: AbortSignal): Promise<void> {
    const { spaces } = this.from;
    const handle = this.from.handle();
    switch (part) {
      case 'app':
        await handle?.complete();
        return refuse(handle?.getState().problem ?? null);
      case 'decoders':
        return refuse((await handle?.report('decoders', true))?.problem ?? null);
      case 'second encoder':
      case 'second vectors':
        return spaces.bring('text', signal);
      case 'picture vectors':
        return spaces.bring('image', signal);
      case 'model':
        return refuse((await handle?.report(this.from.weightsOfTheApp(), true))?.problem ?? null);
    }
  }

  #app(): FurtherNeed | null {
    const shell = this.from.handle()?.getState();
    if (shell === undefined || !shell.supported) return null;
    const { bytesStored, bytesTotal, shellReady } = shell;
    const isKnown = bytesTotal > 0;
    return {
      part: 'app',
      bytesNeeded: isKnown ? bytesTotal : null,
      bytesMissing: shellReady ? 0 : isKnown ? bytesTotal - bytesStored : null,
      canCome: true,
    };
  }

  async #decoders(): Promise<FurtherNeed | null> {
    const report = await this.from.handle()?.report('decoders', false);
    return report == null || report.files === 0 ? null : needOf('decoders', report);
  }

  /** The towers that run now; null where they are counted with the app. */
  async #model(): Promise<FurtherNeed | null> {
    const { from } = this;
    const info = from.model();
    if (info === null) return null;
    const { precision } = info.rung;
    const urls = from.weightsOfTheApp();
    if (urls.length > 0) {
      // The app itself holds the precision that every machine can run.
      const report = precision === 'q8' ? null : await from.handle()?.report(urls, false);
      return report == null ? null : needOf('model', report);
    }
    const facts = from.inspection()?.precisions?.find((one) => one.precision === precision);
    const bytes = facts === undefined ? null : facts.visionBytes + facts.textBytes;
    // What a browser does not keep while it loads is not kept by loading it once more.
    return { part: 'model', bytesNeeded: bytes, bytesMissing: info.stored ? 0 : bytes, canCome: false };
  }

  async #encoder(): Promise<FurtherNeed> {
    const weight = await this.from.spaces.weighEncoder();
    const { bytesMissing, bytesNeeded } = weight ?? { bytesNeeded: null, bytesMissing: null };
    return { part: 'second encoder', bytesNeeded, bytesMissing, canCome: true };
  }
}

const needOf = (part: FieldPart, { bytesStored, bytesTotal }: StoredReport): FurtherNeed => ({
  part,
  bytesNeeded: bytesTotal,
  bytesMissing: bytesTotal - bytesStored,
  canCome: true,
});

function refuse(problem: string | null): void {
  if (problem !== null) throw new FernglassError('storage-unavailable', problem);
}

/** Whether something of a part is to be fetched: also where nobody says how much. */
export const isToFetch = ({ bytesMissing, canCome }: FurtherNeed): boolean => canCome && bytesMissing !== 0;
