import type { IndexInfo } from '../../../../../workers/protocol';
import type { CaptionNumbers, CaptionStore } from '../../captions/caption-store';

/** Numbers of the captions found in an index since it was opened. */
export class IndexNumbers {
  /** Null before they are asked for. */
  #numbers: { readonly opening: number; readonly taken: CaptionNumbers } | null = null;

  constructor(private readonly captions: CaptionStore) {}

  /** Those of the index that is open; of one that was open before they are dropped. */
  of(address: string, { opening, manifest }: IndexInfo): CaptionNumbers {
    if (this.#numbers?.opening !== opening) {
      this.drop();
      const { captionFiles, captions, provenance, title } = manifest;
      const { source, licence } = provenance;
      const origin = { address, title, source, licence };
      this.#numbers = { opening, taken: this.captions.take(captions, origin, captionFiles) };
    }
    return this.#numbers.taken;
  }

  /** What was found in it is found no more. */
  drop(): void {
    if (this.#numbers !== null) this.captions.drop(this.#numbers.taken);
    this.#numbers = null;
  }
}
