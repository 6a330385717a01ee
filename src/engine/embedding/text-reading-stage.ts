import type { EncoderInfo, TextRead } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import { type ClassRecord, classTexts } from '../state/records';
import { embeddingSpaceOf } from '../state/request/models';
import type { ClassReading } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import { classReading, NOTHING_READ } from './class-reading';

/** Texts that the worker reads in one go: some milliseconds, so that embedding goes on between two. */
const BATCH = 128;

/** Rest after the last change of the list before it is looked at. */
const PAUSE = 400;

/** The worker that knows the tokenizer. */
interface Reader {
  readTexts(texts: string[]): Promise<TextRead[]>;
}

/** Finds the classes of which the model reads only the beginning, and those that it reads as the same. Nothing waits for it. */
export class TextReadingStage {
  readonly #loop: WorkLoop;
  /** What is known of texts, by text, of the model of `#space`. */
  readonly #read = new Map<string, TextRead>();
  #space = '';
  /** The list that the state's reading is of, or that is being read. */
  #classes: readonly ClassRecord[] = [];
  #isDone = true;
  /** Classes before this one have no text that is not known. */
  #at = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly data: EngineData,
    private readonly reader: Reader,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => {},
    );
  }

  /** Looks at the list once it rests, if it or the model is another. */
  wake(): void {
    const info = this.#info();
    const space = info === null ? '' : embeddingSpaceOf(info);
    if (this.#classes === this.data.classes && this.#space === space) return;
    if (this.#space !== space) this.#read.clear();
    this.#space = space;
    this.#classes = this.data.classes;
    this.#isDone = false;
    this.#at = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#loop.wake(), PAUSE);
  }

  #info(): EncoderInfo | null {
    const { status, info } = this.data.store.getState().model;
    return status === 'ready' ? info : null;
  }

  async #work(): Promise<boolean> {
    if (this.#isDone) return false;
    if (this.#info() === null || this.#classes.length === 0) return this.#tell(NOTHING_READ);
    const [classes, space] = [this.#classes, this.#space];
    const texts = this.#missing(classes);
    if (texts.length === 0)
      return this.#tell(
        classReading(
          classes.map(({ names }) => ({ name: names.name, ...this.#textsOf(names) })),
          (text) => this.#read.get(text)!,
        ),
      );
    // A worker that died, or was left for another, is the encoder's to tell; the next list asks again.
    const read = await this.reader.readTexts(texts).catch(() => null);
    if (read === null) this.#isDone ||= classes === this.#classes;
    else if (space === this.#space) for (const [i, text] of texts.entries()) this.#read.set(text, read[i]!);
    return true;
  }

  /** The next texts of the list that are not known yet. */
  #missing(classes: readonly ClassRecord[]): string[] {
    const missing = new Set<string>();
    for (; this.#at < classes.length && missing.size < BATCH; this.#at++) {
      const { prompts, descriptions } = this.#textsOf(classes[this.#at]!.names);
      for (const text of [...prompts, ...descriptions]) if (!this.#read.has(text)) missing.add(text);
    }
    return [...missing];
  }

  #textsOf(names: ClassRecord['names']) {
    const { zeroShot, retrieval } = classTexts(names, this.data.prompts);
    return { prompts: [...new Set([...zeroShot, ...retrieval])], descriptions: names.descriptions };
  }

  #tell(reading: ClassReading): false {
    this.#isDone = true;
    this.data.store.setState({ classReading: reading });
    return false;
  }
}
