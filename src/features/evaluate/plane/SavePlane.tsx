import { useState } from 'react';
import type { Plane } from '../../../engine';
import { fileName, offer } from '../../project/download';
import { pngOfText } from '../report/plots';
import { csvOf } from '../report/tables';
import { PLANE_HEIGHT, PLANE_WIDTH, planeSvg, planeTable } from './plane-file';
import type { PlaneValues } from './plane-values';

interface SavePlaneProps {
  readonly plane: Plane;
  readonly shown: PlaneValues;
  readonly names: readonly string[];
  readonly inForce: { readonly alpha: number; readonly beta: number };
  /** What it shows, and what stands at the place in force. */
  readonly title: string;
  readonly words: string;
}

/** Saves the plane that is drawn, in the page's colours, or as a table of its places. */
export function SavePlane({ plane, shown, names, inForce, title, words }: SavePlaneProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (kind: 'svg' | 'png' | 'csv', button: HTMLElement) => {
    try {
      offer(await contentOf(kind, button), fileName(kind, new Date(), 'plane'));
      setProblem(null);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  const contentOf = async (kind: 'svg' | 'png' | 'csv', button: HTMLElement): Promise<Blob> => {
    if (kind === 'csv') return new Blob(['\ufeff', csvOf(planeTable(plane, names))], { type: 'text/csv' });
    const heat = button.closest('figure')!.querySelector('.plane-heat')!;
    const ground = getComputedStyle(document.body).backgroundColor;
    const colours = {
      places: getComputedStyle(heat).color,
      words: getComputedStyle(document.body).color,
      ground,
    };
    const range =
      plane.kind === 'answers'
        ? 'A shade for each answer'
        : `From ${shown.wordsAt(shown.strength.indexOf(0))} to ${shown.wordsAt(shown.strength.indexOf(1))}`;
    const about = { title, words, range: shown.least === shown.most ? 'The same everywhere' : range };
    const text = planeSvg(shown, plane.steps, inForce, about, colours);
    if (kind === 'svg') return new Blob([text], { type: 'image/svg+xml' });
    return pngOfText(text, PLANE_WIDTH, PLANE_HEIGHT, ground);
  };
  return (
    <p className="save-plot small">
      {(['svg', 'png', 'csv'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="link"
          aria-label={`Save the plane as ${kind.toUpperCase()}`}
          onClick={({ currentTarget }) => void save(kind, currentTarget)}
        >
          {kind.toUpperCase()}
        </button>
      ))}
      {problem !== null && <span role="status">{problem}</span>}
    </p>
  );
}
