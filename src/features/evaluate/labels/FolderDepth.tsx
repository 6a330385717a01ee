import { useId } from 'react';
import type { FolderLevel } from '../../../../core';
import { counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { chooseDepth } from './labels-state';

/** Names of folders that stand for their depth. */
const TOLD = 3;

interface FolderDepthProps {
  readonly depth: number;
  readonly levels: readonly FolderLevel[];
}

/** Which folders of the photos are their classes. */
export function FolderDepth({ depth, levels }: FolderDepthProps) {
  const engine = useEngine();
  const id = useId();
  return (
    <p className="labels-choice">
      <label className="label" htmlFor={id}>
        Classes are the folders
      </label>
      <select
        id={id}
        className="select"
        value={depth}
        onChange={(event) => void chooseDepth(engine, Number(event.target.value))}
      >
        {levels.map((level) => (
          <option key={level.depth} value={level.depth}>
            {level.names.slice(0, TOLD).join(', ')}
            {level.names.length > TOLD && ` and ${counted(level.names.length - TOLD, 'other')}`}
          </option>
        ))}
      </select>
    </p>
  );
}
