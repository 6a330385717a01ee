import { useEngine } from '../engine-context';
import { loadSamples, useSampleLabels } from './samples/useSamples';

/** What a newcomer can do first. */
export function EmptyTable() {
  const engine = useEngine();
  const loading = useSampleLabels((state) => state.loading);
  return (
    <div className="empty">
      <Frond />
      <h2>Lay your photos on the light table</h2>
      <p>
        Drop pictures or whole folders anywhere, paste them, or pick them. They are classified on this device
        and never leave it.
      </p>
      <p>
        Each photo is compared with your classes twice: by its looks alone, and again with captions of similar
        things. Where the captions change the answer, the old one is struck through.
      </p>
      <div className="empty-actions">
        <button
          type="button"
          className="button"
          data-kind="primary"
          disabled={loading}
          onClick={() => loadSamples(engine)}
        >
          Try it with our pictures
        </button>
        <button
          type="button"
          className="button"
          onClick={() => document.querySelector<HTMLInputElement>('[data-add-photos]')?.click()}
        >
          Choose pictures
        </button>
      </div>
    </div>
  );
}

function Frond() {
  return (
    <svg className="empty-frond" viewBox="0 0 160 120" aria-hidden="true">
      <rect x="8" y="22" width="64" height="48" rx="6" />
      <rect x="88" y="22" width="64" height="48" rx="6" />
      <path d="M40 64V34m0 24c-6 0-10-2-13-6m13 6c6 0 10-2 13-6m-13-4c-4 0-7-2-9-5m9 5c4 0 7-2 9-5" />
      <path d="M96 46h12m24 0h12m-36-9h24v18h-24zm12 18v8m-6 0h12" />
      <path className="empty-frond-quiet" d="M16 82h48M16 92h30M96 82h48M96 92h22" />
    </svg>
  );
}
