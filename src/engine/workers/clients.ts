import type { EvaluationApi, LanguageApi, RetrievalApi, SetScoringApi } from '../../../workers/protocol';
import { type Linked, type LinkOptions, WorkerLink } from './worker-link';

/** The worker of the caption index. */
export type RetrievalClient = Linked<RetrievalApi>;

/** The worker of methods that look at all photos at once. */
export type ScoringClient = Linked<SetScoringApi>;

/** The worker that reads captions as language. */
export type LanguageClient = Linked<LanguageApi>;

/** An index has to be opened anew after the worker died. */
export function linkRetrieval(
  spawn: () => Worker,
  hooks: Pick<LinkOptions<RetrievalApi>, 'onStart' | 'onDeath'>,
): WorkerLink<RetrievalApi> {
  return new WorkerLink<RetrievalApi>(spawn, {
    stopped: 'The caption search stopped',
    remedy: 'Try again to open the index anew, or reload the page.',
    cancels: { download: 'cancelDownload', fetchFiles: 'cancelDownload' },
    ...hooks,
  });
}

/** Every set of photos has to be prepared anew after the worker died. */
export function linkScoring(spawn: () => Worker): ScoringClient {
  return new WorkerLink<SetScoringApi>(spawn, {
    stopped: 'Scoring the whole set of photos stopped',
    remedy: 'Reload the page, or choose another method.',
  }).api;
}

/** The worker keeps nothing between two calls. */
export function linkLanguage(spawn: () => Worker): LanguageClient {
  return new WorkerLink<LanguageApi>(spawn, {
    stopped: 'Reading the captions’ words stopped',
    remedy: 'Reload the page, or choose another method.',
  }).api;
}

/** Photos and classes have to be sent anew after the worker died. */
export function linkEvaluation(spawn: () => Worker, onDeath: () => void): WorkerLink<EvaluationApi> {
  return new WorkerLink<EvaluationApi>(spawn, {
    stopped: 'Computing figures stopped',
    remedy: 'Try again; with fewer photos it takes less memory.',
    cancels: {
      plane: 'cancelPlane',
      tune: 'cancelTune',
      methods: 'cancelMethods',
      studies: 'cancelStudies',
      coverage: 'cancelCoverage',
      variant: 'cancelVariant',
      compare: 'cancelCompare',
    },
    onDeath,
  });
}
