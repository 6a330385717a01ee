import { NOTHING_READ } from './embedding/class-reading';
import { searchModesOf } from './retrieval/classes/search-modes';
import { UNUSED_SPACE } from './retrieval/vector-spaces';
import { NO_PHOTOS } from './state/photos/photo-records';
import type { EngineState } from './state/types';

/** The state before anything was loaded, opened or added. */
export function initialState(
  request: EngineState['request'],
  forcedBackend: EngineState['forcedBackend'],
  closed: boolean,
): EngineState {
  return {
    request,
    closed,
    forcedBackend,
    model: { status: 'loading', progress: null, info: null, error: null, notices: [] },
    index: { status: 'opening', info: null, error: null, asks: null, awaitsHost: false, seen: null },
    classRetrieval: { modes: searchModesOf(null), mode: 'meaning', searched: null },
    spaces: { text: UNUSED_SPACE, image: UNUSED_SPACE },
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
    methodError: null,
    idle: false,
  };
}
