import type { EncoderInfo, TextRead } from '../../../../workers/protocol';
import type { EngineData } from '../../state/engine-data';
import { type ClassRecord, classTexts } from '../../state/records';
import { embeddingSpaceOf } from '../../state/request/models';
import type { ClassReading } from '../../state/types';
import { nextTask, WorkLoop } from '../../state/work-loop';
import { classReadingSteps, NOTHING_READ } from './class-reading';

/** Texts that the worker reads in one go: some milliseconds, so that embedding goes on between two. */
const BATCH = 128;

/** Rest after the last change of the list before it is looked at. */
const PAUSE = 400;

/** Milliseconds of comparing what was read between two chances for the page to paint. */
const SLICE = 8;

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
  /** The comparison of all classes, once every text is known; null before. */
  #comparing: Generator<void, ClassReading> | null = null;
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
    this.#comparing = null;
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
    if (texts.length === 0) return this.#compare(classes);
    // A worker that died, or was left for another, is the encoder's to tell; the next list asks again.
    const read = await this.reader.readTexts(texts).catch(() => null);
    if (read === null) this.#isDone ||= classes === this.#classes;
    else if (space === this.#space) for (const [i, text] of texts.entries()) this.#read.set(text, read[i]!);
    return true;
  }

  /** Compares what is read of the classes, for a slice. */
  async #compare(classes: readonly ClassRecord[]): Promise<boolean> {
    this.#comparing ??= classReadingSteps(this.#withTexts(classes), (text) => this.#read.get(text)!);
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      const { value, done } = this.#comparing.next();
      if (done) return this.#tell(value);
    }
    await nextTask();
    return true;
  }

  *#withTexts(classes: readonly ClassRecord[]) {
    for (const { names } of classes) yield { name: names.name, ...this.#textsOf(names) };
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
    this.#comparing = null;
    this.data.store.setState({ classReading: reading });
    return false;
  }
}
