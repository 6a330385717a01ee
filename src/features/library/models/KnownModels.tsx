import { useMemo } from 'react';
import { FAMILY_TITLES, memoryOf } from '../../../../workers/protocol';
import { PUBLIC_HUB, readPlatform, sourceKey } from '../../../engine';
import { bytes } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import { asFolderUrl } from '../addresses';
import {
  type Device,
  KNOWN_MODELS,
  type KnownModel,
  markOf,
  type Place,
  placeOf,
  sourceOfKnown,
} from './known-models';

/** Checkpoints that people bring: what they are for, how large they are, and under which terms. */
export function KnownModels() {
  const device = useMemo(deviceHere, []);
  return (
    <section aria-labelledby="models-known">
      <h3 id="models-known">Known models</h3>
      <div className="models-table">
        <table aria-labelledby="models-known">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Family</th>
              <th scope="col">Size</th>
              <th scope="col">Licence</th>
              <th scope="col">
                <span className="visually-hidden">Use</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {KNOWN_MODELS.map((model) => (
              <Row key={model.id} model={model} device={device} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted library-hint">
        Sizes are of both towers; what this device’s memory cannot hold is marked. The host’s own listing is
        asked before a download. Models to be converted: one command of pocket/convert makes the folder to
        open here.
      </p>
    </section>
  );
}

const NAMES = { q8: 'int8' } as const;

/** What a size is marked with; nothing where it runs anywhere. */
const MARKS: Readonly<Record<Place, string | null>> = {
  WASM: null,
  'WebGPU only': 'WebGPU only',
  nowhere: 'too large here',
};

const deviceHere = (): Device => ({
  memoryBytes: memoryOf(readPlatform()),
  hasWebGpu: 'gpu' in navigator,
});

interface RowProps {
  readonly model: KnownModel;
  readonly device: Device;
}

function Row({ model, device }: RowProps) {
  const engine = useEngine();
  const hub = asFolderUrl(usePage((page) => page.mirror)) ?? PUBLIC_HUB;
  const source = sourceOfKnown(model, hub);
  const inUse = useEngineState((state) => sourceKey(state.request.model) === sourceKey(source));
  const mark = markOf(model.licence);
  return (
    <tr>
      <th scope="row">
        {model.title}
        <span className="small muted models-for">{model.for}</span>
        <span className="small muted models-id">{model.id}</span>
      </th>
      <td>{FAMILY_TITLES[model.family]}</td>
      <td className="number">
        {model.towers?.sizes.map((size) => {
          const { precision, visionBytes, textBytes, isRough } = size;
          const mark = MARKS[placeOf(model.towers!, size, device)];
          return (
            <span key={precision} className="models-size">
              {isRough && 'about '}
              {bytes(visionBytes + textBytes)} {precision === 'q8' ? NAMES.q8 : precision}
              {mark !== null && <span className="models-mark">{mark}</span>}
            </span>
          );
        })}
        {model.towers === undefined && <span className="muted">told before the download</span>}
      </td>
      <td>
        {model.licence.name}
        {mark !== null && <span className="models-mark">{mark}</span>}
      </td>
      <td>
        {model.needsConverting ? (
          <span className="small muted">to be converted</span>
        ) : (
          <button
            type="button"
            className="button"
            disabled={inUse}
            aria-label={inUse ? `${model.title} is in use` : `Use ${model.title}`}
            onClick={() => engine.setModel(source)}
          >
            {inUse ? 'In use' : 'Use'}
          </button>
        )}
      </td>
    </tr>
  );
}
