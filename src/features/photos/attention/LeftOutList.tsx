import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useEngine } from '../../engine-context';
import { addFiles } from '../intake/adding';
import { asChosen } from '../intake/files';
import { forget, type LeftOut, useLeftOut } from './left-out';
import { takeClassList, takeLabelsOf } from './offers';

/** Files that lay among photos and did not become any: each with what it is, and what can be done with it. */
export function LeftOutList() {
  const leftOut = useLeftOut((state) => state.leftOut);
  const list = useRef<HTMLUListElement>(null);
  const virtualizer = useVirtualizer<Element, Element>({
    count: leftOut.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => 52,
    overscan: 20,
    getItemKey: (at) => leftOut[at]!.path,
  });
  if (leftOut.length === 0) return <p className="light-table-none muted">No file is left out.</p>;
  return (
    <ul
      ref={list}
      className="left-out"
      aria-label="Left out"
      style={{ blockSize: `${virtualizer.getTotalSize()}px` }}
    >
      {virtualizer.getVirtualItems().map(({ index, start, key }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          className="left-out-file"
          style={{ insetBlockStart: `${start}px` }}
          aria-label={leftOut[index]!.path}
          aria-posinset={index + 1}
          aria-setsize={leftOut.length}
        >
          <File {...leftOut[index]!} />
        </li>
      ))}
    </ul>
  );
}

function File(file: LeftOut) {
  return (
    <>
      <span className="left-out-path">{file.path}</span>
      <Offer file={file} />
      <span className="left-out-words muted small">{file.words}</span>
    </>
  );
}

/** What a file can be taken for that is no photo. */
function Offer({ file: leftOut }: { readonly file: LeftOut }) {
  const engine = useEngine();
  const { file, kind, path } = leftOut;
  if (file === null) return null;
  if (kind === 'class list')
    return (
      <button
        type="button"
        className="button"
        aria-label={`Use ${path} as the class list`}
        onClick={() => takeClassList(engine, leftOut)}
      >
        Use as class list
      </button>
    );
  if (kind === 'labels')
    return (
      <button
        type="button"
        className="button"
        aria-label={`Use ${path} as labels`}
        onClick={() => takeLabelsOf(engine, leftOut)}
      >
        Use as labels
      </button>
    );
  if (kind === 'archive' && /\.zip$/i.test(path))
    return (
      <button
        type="button"
        className="button"
        aria-label={`Open ${path}`}
        onClick={() => {
          forget([leftOut]);
          void addFiles(engine, 'Opening an archive', asChosen([file]), null);
        }}
      >
        Open
      </button>
    );
  return null;
}
