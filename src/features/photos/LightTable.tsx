import { type KeyboardEvent, type MouseEvent, useMemo, useRef } from 'react';
import { useEngine, usePhotos } from '../engine-context';
import { openSheet, selectPhoto, usePage } from '../page-state';
import { arrange, needsAnswers } from './arrange';
import { EmptyTable } from './EmptyTable';
import { columnsOf, focusPhoto, neighbour } from './move';
import { PhotoTile } from './PhotoTile';
import { SummaryRow } from './SummaryRow';
import { Toolbar } from './Toolbar';
import { useSampleLabels } from './useSamples';
import { useSummaries } from './useSummary';
import './light-table.css';

/** Up to this many photos every tile reads its answer at once, in view or not. */
const FEW = 64;

const nothing = new Map<string, never>();

/** The photos, in the order and selection the user wants. */
export function LightTable({ sheets }: { readonly sheets: boolean }) {
  const engine = useEngine();
  const photos = usePhotos();
  const sort = usePage((page) => page.sort);
  const search = usePage((page) => page.search);
  const chosen = usePage((page) => page.selectedId);
  const labels = useSampleLabels((state) => state.labels);
  const all = useSummaries();
  const summaries = needsAnswers(sort, search) ? all : nothing;
  const shown = useMemo(() => arrange(photos, summaries, sort, search), [photos, summaries, sort, search]);
  const list = useRef<HTMLUListElement>(null);
  const selectedId = selectedPhoto(photos, chosen)?.id ?? null;
  const stopId = shown.some((photo) => photo.id === selectedId) ? selectedId : shown[0]?.id;

  const idAt = (target: EventTarget) =>
    target instanceof Element && target.closest('.tile-face') !== null
      ? (target.closest<HTMLElement>('.tile')?.dataset.id ?? null)
      : null;

  const onClick = (event: MouseEvent) => {
    const id = idAt(event.target);
    if (id === null) return;
    selectPhoto(id);
    if (sheets) openSheet('why');
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const id = idAt(event.target);
    if (id === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      const next = neighbour(shown, id, 'ArrowRight', 1) ?? neighbour(shown, id, 'ArrowLeft', 1);
      engine.removePhoto(id);
      selectPhoto(next);
      focusPhoto(next);
    } else if (event.key === 'Enter') {
      selectPhoto(id);
      if (sheets) openSheet('why');
      else document.getElementById('evidence')?.focus();
    } else {
      const next = neighbour(shown, id, event.key, columnsOf(list.current));
      if (next === null) return;
      selectPhoto(next);
      focusPhoto(next);
    }
    event.preventDefault();
  };

  return (
    <main className="light-table" aria-label="Light table">
      <Toolbar />
      <SummaryRow shown={shown.length} />
      <div className="light-table-scroll">
        <ul ref={list} className="tiles" aria-label="Photos" onClick={onClick} onKeyDown={onKeyDown}>
          {shown.map((photo) => (
            <PhotoTile
              key={photo.id}
              photo={photo}
              selected={photo.id === selectedId}
              tabbable={photo.id === stopId}
              truth={labels[photo.id]}
              always={photos.length <= FEW}
            />
          ))}
        </ul>
        {photos.length === 0 && <EmptyTable />}
        {photos.length > 0 && shown.length === 0 && (
          <p className="light-table-none muted">
            No photo’s file or class holds “{search.trim()}”.{' '}
            <button type="button" className="link" onClick={() => usePage.setState({ search: '' })}>
              Show all
            </button>
          </p>
        )}
      </div>
    </main>
  );
}

/** The selected photo; the first one until another is chosen, so that the evidence has something to show. */
export function selectedPhoto<T extends { readonly id: string }>(
  photos: readonly T[],
  chosen: string | null,
): T | null {
  return photos.find((photo) => photo.id === chosen) ?? photos[0] ?? null;
}
