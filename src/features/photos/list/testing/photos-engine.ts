import type { AnswerSummary, Photo, Request } from '../../../../engine';
import { photoView } from '../../../../engine/testing/photo-view';
import type { SummaryKeeper } from '../summary/summary-keeper';

const classes = ['fern', 'relay', 'fox'].map((name) => ({ name, names: [name] }));

/** What lists of photos read of an engine; a test sets the photos and their answers. */
export function photosEngine() {
  const photos = new Map<string, Photo>();
  const answers = new Map<string, AnswerSummary>();
  /** All photos ever added. */
  const order: string[] = [];
  const onState = new Set<() => void>();
  const onPhotos = new Set<(ids: ReadonlySet<string>) => void>();
  let state = {
    answersRevision: 0,
    shownClasses: classes,
    photoIds: [] as readonly string[],
    request: { method: 'core', thresholds: { margin: 0.5, likeness: null } as Request['thresholds'] },
    index: { info: null, status: 'opening' as const },
  };
  const read = { summaries: 0 };
  const set = (change: Partial<typeof state>) => {
    state = { ...state, ...change };
    for (const listener of onState) listener();
  };
  const answerOf = (best: number, margin = 0.5, zeroShotBest = best): AnswerSummary => ({
    best,
    margin,
    likeness: null,
    changed: best !== zeroShotBest,
    zeroShotBest,
    place: null,
    lacksCaptions: false,
  });
  return {
    read,
    answerOf,
    getState: () => state,
    subscribe(listener: () => void) {
      onState.add(listener);
      return () => onState.delete(listener);
    },
    subscribePhotos(listener: (ids: ReadonlySet<string>) => void) {
      onPhotos.add(listener);
      return () => onPhotos.delete(listener);
    },
    photo: (id: string) => photos.get(id),
    summary(id: string) {
      read.summaries++;
      return answers.get(id) ?? null;
    },
    add(...files: readonly string[]) {
      for (const file of files) {
        if (!order.includes(file)) order.push(file);
        photos.set(file, photoView(file, { added: order.indexOf(file) }));
      }
      set({ photoIds: order.filter((file) => photos.has(file)) });
      for (const listener of onPhotos) listener(new Set(files));
    },
    remove(...files: readonly string[]) {
      for (const file of files) photos.delete(file);
      set({ photoIds: [...photos.keys()] });
      for (const listener of onPhotos) listener(new Set(files));
    },
    /** Something of a photo changes. */
    change(file: string, change: Partial<Photo>) {
      photos.set(file, { ...photos.get(file)!, ...change });
      for (const listener of onPhotos) listener(new Set([file]));
    },
    /** One photo's own answer changes. */
    answer(file: string, answer: AnswerSummary) {
      answers.set(file, answer);
      photos.set(file, { ...photos.get(file)! });
      for (const listener of onPhotos) listener(new Set([file]));
    },
    /** How near photos are to what is sought. */
    near: new Map<string, number>(),
    nearness(id: string) {
      return this.near.get(id) ?? null;
    },
    moveMargin(margin: number) {
      set({ request: { ...state.request, thresholds: { margin, likeness: null } } });
    },
    /** Every answer changes at once. */
    answerAll(answer: (file: string) => AnswerSummary) {
      for (const file of photos.keys()) answers.set(file, answer(file));
      set({ answersRevision: state.answersRevision + 1 });
    },
  };
}

/** Waits until nobody has anything left to read, and what was read is shown. */
export async function settled(keeper: SummaryKeeper): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (keeper.behind);
  await new Promise((resolve) => setTimeout(resolve, 150));
}
