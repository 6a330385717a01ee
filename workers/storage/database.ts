import { createStore, type UseStore } from 'idb-keyval';

/** One database of IndexedDB, reopened once where the browser has closed it behind our back. */
export class Database {
  #use: UseStore;

  constructor(private readonly name: string) {
    this.#use = createStore(name, 'entries');
  }

  async run<T>(work: (store: UseStore) => Promise<T>): Promise<T> {
    try {
      return await work(this.#use);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      this.#use = createStore(this.name, 'entries');
      return work(this.#use);
    }
  }
}
