import { useVirtualizer, useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { LOW_WINDOW } from '../common/low-window';
import { useMediaQuery } from '../common/useMediaQuery';
import { useEngine } from '../engine-context';
import { openSheet, selectPhoto, usePage } from '../page-state';
import { GROUP_HEIGHT, GroupHeading } from './groups/GroupHeading';
import { neighbourPlace, type Row, rowOf, rowsOf } from './groups/rows';
import { type GridShape, gridShape, likelyHeight, rowsBeyond, rowsToDraw } from './list/grid';
import { useGroups, useHasFolders, useSelectedId } from './list/hooks';
import { focusPhoto } from './list/move';
import { pickByMouse, pickedWith, pickRange } from './picking/picking';
import { removePhotos } from './remove';
import { useSampleLabels } from './samples/useSamples';
import { PhotoTile } from './tile/PhotoTile';

interface TileGridProps {
  /** The photos to show, in order. */
  readonly ids: readonly string[];
  /** Whether the evidence lies in a sheet, which a click opens. */
  readonly sheets: boolean;
}

/** The tiles of the photos; of many photos only those near the view. */
export function TileGrid(props: TileGridProps) {
  // As the style sheet has it: a low window scrolls as a whole, any other only the light table.
  const pageScrolls = useMediaQuery(LOW_WINDOW);
  return pageScrolls ? <GridOnPage {...props} /> : <GridInPanel {...props} />;
}

function GridInPanel(props: TileGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const { shape, rowHeight } = useShape(list, false);
  const { rows, rangeExtractor, onFocus, onBlur } = useKeptRows(props.ids, shape.columns);
  const virtualizer = useVirtualizer<Element, Element>({
    count: rows.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: heightsOf(rows, rowHeight),
    rangeExtractor,
  });
  const drawn = useDrawnRows(virtualizer, rows, rowHeight);
  return (
    <Tiles {...props} list={list} shape={shape} all={rows} {...drawn} onFocus={onFocus} onBlur={onBlur} />
  );
}

function GridOnPage(props: TileGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const { shape, rowHeight, top } = useShape(list, true);
  const { rows, rangeExtractor, onFocus, onBlur } = useKeptRows(props.ids, shape.columns);
  const virtualizer = useWindowVirtualizer<Element>({
    count: rows.length,
    estimateSize: heightsOf(rows, rowHeight),
    scrollMargin: top,
    rangeExtractor,
  });
  const drawn = useDrawnRows(virtualizer, rows, rowHeight);
  return (
    <Tiles {...props} list={list} shape={shape} all={rows} {...drawn} onFocus={onFocus} onBlur={onBlur} />
  );
}

/** Rows to draw, with the pixels above each, and the height of all. */
function useDrawnRows<Scroller extends Element | Window>(
  virtualizer: Virtualizer<Scroller, Element>,
  all: readonly Row[],
  rowHeight: number,
) {
  // Rows of tiles alone are as high as each other, whatever lies in them; with groups the first row is a heading.
  const headed = all[0]?.heading == null ? null : all;
  const known = useRef({ rowHeight, headed });
  useLayoutEffect(() => {
    if (known.current.rowHeight === rowHeight && known.current.headed === headed) return;
    known.current = { rowHeight, headed };
    virtualizer.measure();
  });
  return {
    rows: virtualizer
      .getVirtualItems()
      .map(({ index, start }) => ({ row: index, top: start - virtualizer.options.scrollMargin })),
    height: virtualizer.getTotalSize(),
  };
}

/**
 * The shape of the grid at its present width, the measured height of a row, and where the grid begins on the page, if it
 * is the page that scrolls.
 */
function useShape(list: RefObject<HTMLUListElement | null>, onPage: boolean) {
  const narrow = useMediaQuery('(max-width: 719px)');
  const [box, setBox] = useState({ width: 0, tile: 0, top: 0 });
  const shape = gridShape(box.width, narrow);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    let watched: Element | null = null;
    // Every tile is as high as the others. The first one is another after a scroll.
    const watchFirst = () => {
      const tile = element.querySelector(':scope > .tile');
      if (tile === watched) return;
      if (watched !== null) observer.unobserve(watched);
      // It is measured once the page is laid out: to ask at once would have that done in the midst of the work.
      if (tile !== null) observer.observe(tile);
      watched = tile;
    };
    const look = () => {
      const tile = element.querySelector(':scope > .tile');
      const next = {
        width: element.clientWidth,
        tile: tile?.getBoundingClientRect().height ?? 0,
        top: onPage ? element.getBoundingClientRect().top + scrollY : 0,
      };
      setBox((now) =>
        now.width === next.width && now.top === next.top && (next.tile === 0 || now.tile === next.tile)
          ? now
          : { ...next, tile: next.tile || now.tile },
      );
    };
    const observer = new ResizeObserver(look);
    const children = new MutationObserver(watchFirst);
    observer.observe(element);
    children.observe(element, { childList: true });
    watchFirst();
    look();
    return () => {
      observer.disconnect();
      children.disconnect();
    };
  }, [list, onPage]);

  const tileHeight = box.tile || likelyHeight(shape.tileWidth);
  return { shape, rowHeight: tileHeight + shape.rowGap, top: box.top };
}

/** How many rows there are, and which of them stay though they are out of view: the tab stop's, and the keyboard's. */
function useKeptRows(ids: readonly string[], columns: number) {
  const engine = useEngine();
  const stop = useTabStop(ids);
  const [focused, setFocused] = useState<string | null>(null);
  const groups = useGroups();
  const rows = useMemo(() => rowsOf(ids.length, columns, groups), [ids.length, columns, groups]);
  const kept = [stop, focused !== null && engine.photo(focused) !== undefined ? focused : null].flatMap(
    (id) => (id === null ? [] : [rowOf(rows, ids.indexOf(id))]),
  );
  return {
    rows,
    rangeExtractor: ({ startIndex, endIndex }: { startIndex: number; endIndex: number }) =>
      rowsToDraw(
        { first: startIndex, last: endIndex },
        rows.length,
        rowsBeyond(ids.length, rows.length),
        kept,
      ),
    onFocus: (event: FocusEvent) => setFocused(idOf(event.target)),
    onBlur: () => setFocused(null),
  };
}

/** The height of each row, with the gap below it. */
const heightsOf = (rows: readonly Row[], rowHeight: number) => (index: number) =>
  rows[index]?.heading == null ? rowHeight : GROUP_HEIGHT;

/** The photo whose tile Tab stops at: the selected one, or the first where that is not shown. */
function useTabStop(ids: readonly string[]): string | null {
  const selected = useSelectedId();
  return selected !== null && ids.includes(selected) ? selected : (ids[0] ?? null);
}

interface TilesProps extends TileGridProps {
  readonly list: RefObject<HTMLUListElement | null>;
  readonly shape: GridShape;
  readonly all: readonly Row[];
  /** Those to draw, by their place among all. */
  readonly rows: readonly { readonly row: number; readonly top: number }[];
  /** Pixels, of all rows. */
  readonly height: number;
  onFocus(event: FocusEvent): void;
  onBlur(): void;
}

function Tiles({ ids, sheets, list, shape, all, rows, height, onFocus, onBlur }: TilesProps) {
  const engine = useEngine();
  const selected = useSelectedId();
  const picked = usePage((page) => page.picked);
  const labels = useSampleLabels((state) => state.labels);
  const stop = useTabStop(ids);
  const folders = useHasFolders();
  const { columns } = shape;

  const onClick = (event: MouseEvent) => {
    const id = faceOf(event.target);
    if (id === null) return;
    if (pickByMouse(ids, selected, id, event)) return;
    selectPhoto(id);
    if (sheets) openSheet('why');
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const id = faceOf(event.target);
    if (id === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = ids.indexOf(id);
    if (event.key === 'Delete' || event.key === 'Backspace') {
      const gone = new Set(pickedWith(ids, id));
      const stays = (other: string) => !gone.has(other);
      const next = ids.slice(at).find(stays) ?? ids.slice(0, at).findLast(stays) ?? null;
      removePhotos(engine, [...gone]);
      selectPhoto(next);
      focusPhoto(next);
    } else {
      const place = neighbourPlace(all, ids.length, at, event.key);
      const next = place === null ? undefined : ids[place];
      if (next === undefined) return;
      if (event.shiftKey) pickRange(ids, selected, next);
      else selectPhoto(next);
      focusPhoto(next);
    }
    event.preventDefault();
  };

  const style = {
    '--columns': columns,
    '--column-gap': `${shape.columnGap}px`,
    blockSize: `${Math.max(0, height - shape.rowGap)}px`,
  } as CSSProperties;
  return (
    <ul
      ref={list}
      className="tiles"
      aria-label="Photos"
      data-folders={folders || undefined}
      style={style}
      onClick={onClick}
      onDoubleClick={(event) => {
        if (faceOf(event.target) !== null) usePage.setState({ largeOpen: true });
      }}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {rows.flatMap(({ row, top }) => {
        const { heading, first, count } = all[row] ?? NO_ROW;
        if (heading !== null)
          return [<GroupHeading key={`group ${heading.key}`} group={heading} ids={ids} top={top} />];
        return ids
          .slice(first, first + count)
          .map((id, column) => (
            <PhotoTile
              key={id}
              id={id}
              top={top}
              column={column}
              place={first + column + 1}
              of={ids.length}
              selected={id === selected}
              picked={picked.size === 0 ? null : picked.has(id)}
              tabbable={id === stop}
              truth={labels[id]}
            />
          ));
      })}
    </ul>
  );
}

/** Rows that are gone are still asked for once. */
const NO_ROW: Row = { heading: null, first: 0, count: 0 };

const idOf = (target: EventTarget) =>
  target instanceof Element ? (target.closest<HTMLElement>('.tile')?.dataset.id ?? null) : null;

/** The photo whose picture and words were meant, and not a button beside them. */
const faceOf = (target: EventTarget) =>
  target instanceof Element && target.closest('.tile-face') !== null ? idOf(target) : null;
