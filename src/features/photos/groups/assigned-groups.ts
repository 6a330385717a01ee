import { burstsOf } from '../../../../core';
import { type Engine, type EngineState, nextTask, type Photo, shotOf } from '../../../engine';
import type { GroupBy } from '../../page-settings';
import { BY_CLASS, BY_FOLDER, type Grouping } from './groups';
import type { GroupKey } from './keys';

/** Milliseconds before groups are made anew of photos that came: those of a busy queue are waited for together. */
const GATHER = 400;

/** Photos whose times are read between two chances for the page to paint. */
const AT_ONCE = 2000;

type Source = Pick<Engine, 'subscribe' | 'subscribePhotos' | 'photo' | 'alikePhotos'> & {
  getState(): Pick<EngineState, 'photoIds' | 'photoCounts'>;
};

/** Which groups are asked for. */
export interface GroupsAsked {
  readonly groupBy: GroupBy;
  /** Seconds between two photos of a burst, at most. */
  readonly burstSeconds: number;
  /** Groups wished for by similarity; null for about as many as suit the number of photos. */
  readonly alikeGroups: number | null;
}

/**
 * The grouping that is asked for. By class and folder a photo says by itself where it belongs. Bursts and likeness are of all
 * photos together: they are made when asked for, and anew, a little later, when photos came that they do not know.
 */
export class AssignedGroups {
  /** Null while photos are not grouped, or the groups are being made. */
  grouping: Grouping | null = null;
  #asked: GroupsAsked = { groupBy: 'none', burstSeconds: 0, alikeGroups: null };
  readonly #listeners = new Set<() => void>();
  #work: AbortController | null = null;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  /** What each photo was grouped by last, while groups are of all photos together. */
  #known = new Map<string, unknown>();

  constructor(private readonly engine: Source) {
    engine.subscribePhotos((ids) => {
      const { groupBy } = this.#asked;
      if (groupBy !== 'burst' && groupBy !== 'similarity') return;
      for (const id of ids)
        if (this.#known.get(id) !== basisOf(engine.photo(id), groupBy)) return this.#soon();
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks for other groups; the same again cost nothing. */
  ask({ groupBy, burstSeconds, alikeGroups }: GroupsAsked): void {
    const before = this.#asked;
    const isSame =
      groupBy === before.groupBy &&
      (groupBy !== 'burst' || burstSeconds === before.burstSeconds) &&
      (groupBy !== 'similarity' || alikeGroups === before.alikeGroups);
    if (isSame) return;
    this.#asked = { groupBy, burstSeconds, alikeGroups };
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#work?.abort();
    if (groupBy === 'burst' || groupBy === 'similarity') void this.#make();
    else this.#put(groupBy === 'class' ? BY_CLASS : groupBy === 'folder' ? BY_FOLDER : null);
  }

  #soon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.#make();
    }, GATHER);
  }

  #put(grouping: Grouping | null): void {
    if (grouping === this.grouping) return;
    this.grouping = grouping;
    for (const listener of [...this.#listeners]) listener();
  }

  async #make(): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    const { groupBy, burstSeconds, alikeGroups } = this.#asked;
    const { photoIds, photoCounts } = this.engine.getState();
    const known = new Map<string, unknown>();
    const photos: Photo[] = [];
    for (const [i, id] of photoIds.entries()) {
      const photo = this.engine.photo(id);
      if (photo === undefined) continue;
      photos.push(photo);
      known.set(id, basisOf(photo, groupBy));
      if (i % AT_ONCE !== AT_ONCE - 1) continue;
      await nextTask();
      if (work.signal.aborted) return;
    }
    const grouping =
      groupBy === 'burst'
        ? inBursts(photos, burstSeconds)
        : await this.#alike(alikeGroups ?? suitingGroups(photoCounts.done), work.signal);
    if (work.signal.aborted) return;
    this.#known = known;
    this.#put(grouping);
  }

  async #alike(count: number, signal: AbortSignal): Promise<Grouping> {
    const groups = await this.engine.alikePhotos(count, signal);
    return {
      by: 'similarity',
      of: ({ id }) => groups.get(id) ?? null,
      titleOf: (key) => (key === null ? 'Not classified yet' : `Alike ${Number(key) + 1}`),
    };
  }
}

/** What groups of all photos are made from of one: its time and camera, or whether it is embedded. */
const basisOf = (photo: Photo | undefined, groupBy: GroupBy): unknown =>
  groupBy === 'burst' ? photo?.facts : photo?.status === 'done';

/** About so many groups that each has a screen of photos. */
export const suitingGroups = (photos: number): number =>
  Math.min(60, Math.max(2, Math.round(Math.sqrt(photos / 2))));

/** Photos of one camera, each taken soon after the one before; photos taken alone are together. */
export function inBursts(photos: readonly Photo[], seconds: number): Grouping {
  const shots = photos.map(shotOf);
  const numbers = burstsOf(shots, seconds);
  const sizes = new Map<number, number>();
  for (const number of numbers) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  /** By the burst's number, when its first photo was taken. */
  const begun = new Map<number, { readonly taken: number; readonly camera: string }>();
  shots.forEach(({ taken, camera }, i) => {
    const number = numbers[i]!;
    if (taken === null || sizes.get(number)! < 2) return;
    const before = begun.get(number);
    if (before === undefined || taken < before.taken) begun.set(number, { taken, camera: camera ?? '' });
  });
  const order = [...begun].sort(([, a], [, b]) => a.taken - b.taken || (a.camera < b.camera ? -1 : 1));
  const places = new Map(order.map(([number], place) => [number, place]));
  const keys = new Map(photos.map(({ id }, i) => [id, places.get(numbers[i]!) ?? null]));
  return {
    by: 'burst',
    of: ({ id }) => keys.get(id) ?? null,
    titleOf: (key: GroupKey) =>
      key === null ? 'In no burst' : `Burst ${Number(key) + 1}, ${clock(order[Number(key)]![1].taken)}`,
  };
}

/** As the camera's clock had it, without the zone that it does not say. */
const clock = (taken: number) => new Date(taken).toISOString().slice(0, 19).replace('T', ' ');
