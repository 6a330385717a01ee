import type { ClassifiedParts } from './classified-parts';
import type { EncoderStage } from './embedding/encoder-stage';
import type { CaptionChoices } from './retrieval/captions/caption-choices';
import type { RetrievalStage } from './retrieval/retrieval-stage';
import type { NamingStage } from './scoring/naming-stage';
import type { ScoringStage } from './scoring/scoring-stage';
import type { ClassListStage } from './state/class-list-stage';
import type { EngineData } from './state/engine-data';
import { stepsFor } from './state/plan/steps';
import type { Request } from './state/types';

/** What a change of the request reaches. */
interface Followers {
  readonly choices: CaptionChoices;
  readonly classList: ClassListStage;
  readonly encoder: EncoderStage;
  readonly naming: NamingStage;
  readonly parts: ClassifiedParts;
  readonly retrieval: RetrievalStage;
  readonly scoring: ScoringStage;
}

/** Does what the request asks for beyond what was done last; setters write the request and nothing else. */
export class Following {
  /** The request acted on last. */
  #latest: Request | null = null;

  constructor(
    private readonly data: Pick<EngineData, 'photos' | 'store'>,
    private readonly followers: Followers,
    /** Has the work loops look for work. */
    private readonly wake: () => void,
  ) {}

  /** Acts on the request of now, if it is another one. */
  follow(): void {
    const wanted = this.data.store.getState().request;
    if (wanted === this.#latest) return;
    const steps = stepsFor(wanted, this.#latest);
    this.#latest = wanted;
    const { choices, classList, encoder, naming, parts, retrieval, scoring } = this.followers;
    if (steps.retrySpaces) retrieval.retrySpaces();
    if (steps.chooseMethod || steps.weigh) scoring.settingsChanged();
    if (steps.chooseMethod) naming.methodChanged();
    if (steps.readClasses) classList.read();
    if (steps.awaitTyping) encoder.textsEdited();
    if (steps.chooseCaptions) {
      choices.set(wanted.captionChoices);
      scoring.rebuild();
      naming.wake();
    }
    if (steps.chooseParts) parts.follow(this.data.photos.values());
    if (steps.loadModel) encoder.loadModel();
    if (steps.openIndex) retrieval.index.follow();
    if (steps.limitMemory) retrieval.index.memoryChanged();
    if (steps.aimAtRecall) retrieval.index.recallChanged();
    if (steps.awaitRules) retrieval.rulesEdited();
    this.wake();
  }
}
