import type { Page } from '@playwright/test';

/** One line of the table; a cell that a row has nothing for is null. */
export interface PhotosRow {
  readonly subject: string;
  readonly photos: number;
  readonly classes: number;
  /** What was done while the main thread was watched. */
  readonly phase: string;
  readonly seconds: number;
  /** Tasks over 50 ms. */
  readonly longTasks: number;
  readonly longestTask: number;
  readonly longTasksP99: number;
  readonly longTasksSum: number;
  /** Milliseconds that a message waited for the main thread. */
  readonly waitP99: number;
  /** Milliseconds of what the phase repeats: a move to its paint, a frame. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  /** Of a file that was written, or of the page's heap. */
  readonly bytes: number | null;
}

/** What is driven: photos that are made, classes asked for, and classes in the list to begin with. */
export interface Task extends Pick<PhotosRow, 'subject' | 'photos' | 'classes'> {
  readonly listed: number;
  readonly profile: boolean;
}

/** The opened page, and what measures it. */
export interface Driver extends Task {
  readonly page: Page;
  /** Waits until nothing is under way. */
  settled(): Promise<unknown>;
  /** Does some work while the main thread is watched; its row is kept. */
  phase(name: string, work: () => Promise<Measured | undefined>): Promise<void>;
  /** Bytes that the page holds beyond what it held empty. */
  grown(): Promise<number>;
}

interface Measured {
  readonly times?: readonly number[];
  readonly bytes?: number;
}
