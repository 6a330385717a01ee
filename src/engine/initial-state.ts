import { NO_PRECISION } from './embedding/precision/precision-stage';
import { NOTHING_READ } from './embedding/texts/class-reading';
import { searchModesOf } from './retrieval/classes/search-modes';
import { UNOPENED } from './retrieval/indexes/opened/index-view';
import { UNUSED_SPACE } from './retrieval/spaces/vector-spaces';
import { NO_SEARCH } from './search/search-stage';
import { NO_PHOTOS } from './state/photos/photo-records';
import type { EngineState } from './state/types';

/** The state before anything was loaded, opened or added. */
export function initialState(
  request: EngineState['request'],
  forcedBackend: EngineState['forcedBackend'],
  closed: boolean,
  prepared: EngineState['field']['prepared'] = [],
): EngineState {
  return {
    request,
    closed,
    forcedBackend,
    considered: null,
    model: { status: 'loading', progress: null, info: null, error: null, notices: [] },
    precision: NO_PRECISION,
    index: UNOPENED,
    furtherIndexes: {},
    classRetrieval: { modes: searchModesOf(null), mode: 'meaning', searched: null },
    spaces: { text: UNUSED_SPACE, image: UNUSED_SPACE },
    field: { status: 'resting', need: null, progress: null, error: null, prepared },
    own: { indexes: [], job: null, paused: false, error: null },
    classes: [],
    shownClasses: [],
    classProblems: [],
    classReading: NOTHING_READ,
    promptProblems: { zeroShot: null, retrieval: null },
    photoIds: [],
    photoCounts: { total: 0, ...NO_PHOTOS },
    queue: { done: 0, total: 0, running: false },
    offline: { ready: false, reasons: [], storedBytes: null, persisted: null, updateWaiting: false },
    answersRevision: 0,
    search: NO_SEARCH,
    methodError: null,
    idle: false,
  };
}
