/** What the page's main thread was busy with between two moments. */
export interface Busy {
  /** Milliseconds of the browser's long tasks (over 50 ms). */
  readonly longTasks: readonly number[];
  /** Milliseconds that a message sent every 10 ms by a worker waited for the main thread. */
  readonly waits: readonly number[];
  readonly seconds: number;
}

/** Milliseconds of a key that was pressed. */
export interface KeyTimes {
  /** From the press to the end of the paint that shows what it did: the browser draws at set times, and the press waits for the next. */
  readonly toPaint: number;
  /** Of that, what the page was at work: with the key, and with the frame. */
  readonly work: number;
}

/** What is put into the page before its own code. */
export interface Probe {
  /** Makes `count` small pictures, each a drawing of its own, JPEG and PNG by turns. */
  makePhotos(count: number): Promise<void>;
  /** Drops the pictures made on the page, in a task of its own. */
  dropPhotos(): void;
  /** Begins to watch the main thread. @param waits whether a worker sends messages that wait for it, which costs some time itself */
  watch(options?: { readonly waits: boolean }): void;
  /** What it was busy with since `watch`. */
  watched(): Busy;
  /**
   * Moves a slider to values drawn at random, each once the paint of the one before is over.
   * Milliseconds from each move to the end of the paint that shows it.
   */
  moveSlider(label: string, moves: number): Promise<number[]>;
  /** Moves a slider once; milliseconds until every photo's summary is of the new setting. */
  moveUntilAll(label: string): Promise<number>;
  /** Moves a slider once; milliseconds to the end of the paint that shows the last of the tiles in view. */
  moveUntilShown(label: string): Promise<number>;
  /** Milliseconds from the next paste to the end of the paint that shows it. */
  pastePainted(): Promise<number>;
  /** Sets a field or a choice; milliseconds to the end of the next paint. */
  set(selector: string, value: string): Promise<number>;
  /** Begins to watch for the next key. */
  watchKey(): void;
  /** Of the key that was pressed since `watchKey`. */
  keyWatched(): Promise<KeyTimes>;
  /** Scrolls the light table down by `pixels` a frame; milliseconds between frames. */
  scroll(pixels: number, frames: number): Promise<number[]>;
}

declare global {
  // eslint-disable-next-line no-var
  var probe: Probe;
}

/** Installs `globalThis.probe`; runs in the page, so it may use nothing from outside itself. */
export function installProbe(): void {
  const photos = new DataTransfer();
  let longTasks: number[] = [];
  let waits: number[] = [];
  let since = 0;
  let pinging: Worker | null = null;
  let keyWatched: Promise<KeyTimes> | null = null;

  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push(entry.duration);
  });

  const nextTask = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });

  const nextFrame = () =>
    new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));

  /** The end of the next paint: a message posted within a frame comes after that frame is drawn. */
  const painted = async () => {
    await nextFrame();
    await nextTask();
  };

  const setValue = (element: Element, value: string) => {
    const prototype = element instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(prototype.prototype, 'value')!.set!.call(element, value);
    element.dispatchEvent(
      new Event(element instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
    );
  };

  const sliderOf = (label: string) => {
    const slider = [...document.querySelectorAll<HTMLInputElement>('input[type=range]')].find(
      (input) => (input.getAttribute('aria-label') ?? input.labels?.[0]?.textContent) === label,
    );
    if (slider === undefined) throw new Error(`There is no slider ${label}.`);
    return slider;
  };

  let drawn = 1;
  /** A value somewhere on the slider; the same sequence in every run. */
  const another = (slider: HTMLInputElement) => {
    drawn = (drawn * 16_807) % 2_147_483_647;
    const [min, max] = [Number(slider.min), Number(slider.max)];
    return String(min + (max - min) * (drawn / 2_147_483_647));
  };

  globalThis.probe = {
    async makePhotos(count) {
      const canvas = new OffscreenCanvas(96, 72);
      const context = canvas.getContext('2d')!;
      for (let i = photos.items.length; i < count; i++) {
        context.fillStyle = `hsl(${(i * 47) % 360} 40% 92%)`;
        context.fillRect(0, 0, 96, 72);
        context.fillStyle = `hsl(${(i * 131) % 360} 60% 35%)`;
        for (let part = 1; part < 6; part++)
          context.fillRect((i * part * 37) % 80, (i * part * 53) % 60, 6 + ((i * part) % 23), 8);
        const type = i % 2 === 0 ? 'jpeg' : 'png';
        const blob = await canvas.convertToBlob({ type: `image/${type}` });
        const name = `DSC_${String(i + 1).padStart(5, '0')}.${type === 'png' ? 'png' : 'jpg'}`;
        photos.items.add(new File([blob], name, { type: blob.type }));
      }
    },
    dropPhotos() {
      setTimeout(() =>
        document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer: photos, bubbles: true, cancelable: true }),
        ),
      );
    },
    watch({ waits: pings } = { waits: true }) {
      longTasks = [];
      waits = [];
      since = performance.now();
      observer.observe({ type: 'longtask', buffered: false });
      if (pings && pinging === null) {
        const code = 'setInterval(() => postMessage(performance.timeOrigin + performance.now()), 10)';
        pinging = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
        pinging.onmessage = ({ data }) =>
          waits.push(Math.max(0, performance.timeOrigin + performance.now() - data));
      }
    },
    watched() {
      for (const entry of observer.takeRecords()) longTasks.push(entry.duration);
      return { longTasks, waits, seconds: (performance.now() - since) / 1000 };
    },
    async moveSlider(label, moves) {
      const slider = sliderOf(label);
      const times: number[] = [];
      for (let move = 0; move < moves; move++) {
        const began = performance.now();
        setValue(slider, another(slider));
        await painted();
        times.push(performance.now() - began);
        // A hand takes its time too: about 30 moves a second.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return times;
    },
    async moveUntilAll(label) {
      const slider = sliderOf(label);
      const began = performance.now();
      setValue(slider, another(slider));
      const behind = () => document.querySelector('.summary-row [data-behind]') !== null;
      await painted();
      while (behind()) await painted();
      return performance.now() - began;
    },
    async moveUntilShown(label) {
      const slider = sliderOf(label);
      const began = performance.now();
      let shown = began;
      const observer = new MutationObserver(async () => {
        await painted();
        shown = performance.now();
      });
      const options = { subtree: true, childList: true, characterData: true, attributes: true };
      observer.observe(document.querySelector('.tiles')!, options);
      setValue(slider, another(slider));
      await painted();
      shown = performance.now();
      while (document.querySelector('.summary-row [data-behind]') !== null) await painted();
      await painted();
      observer.disconnect();
      return shown - began;
    },
    async pastePainted() {
      const began = await new Promise<number>((resolve) => {
        addEventListener('paste', () => resolve(performance.now()), { capture: true, once: true });
      });
      await painted();
      return performance.now() - began;
    },
    async set(selector, value) {
      const began = performance.now();
      setValue(document.querySelector(selector)!, value);
      await painted();
      return performance.now() - began;
    },
    watchKey() {
      keyWatched = new Promise((resolve) => {
        addEventListener(
          'keydown',
          async ({ timeStamp }) => {
            const began = performance.now();
            const handled = nextTask().then(() => performance.now());
            const frame = await nextFrame();
            await nextTask();
            const end = performance.now();
            // The frame may come before the task that the key's own is followed by.
            const key = Math.min(await handled, frame) - began;
            resolve({ toPaint: end - timeStamp, work: key + end - frame });
          },
          { capture: true, once: true },
        );
      });
    },
    keyWatched() {
      if (keyWatched === null) throw new Error('No key is watched for.');
      return keyWatched;
    },
    async scroll(pixels, frames) {
      const panel = document.querySelector('.light-table-scroll')!;
      panel.scrollTop = 0;
      await painted();
      const times: number[] = [];
      let last = performance.now();
      for (let frame = 0; frame < frames; frame++) {
        panel.scrollTop += pixels;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        times.push(now - last);
        last = now;
      }
      return times;
    },
  };
}
