import {
  CaptionsOff,
  Check,
  Files,
  ImageOff,
  RotateCw,
  StickyNote,
  Tag,
  TriangleAlert,
  UserCheck,
  X,
} from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { foldName } from '../../../../core';
import { BY_FILE } from '../../../../workers/protocol';
import type { Photo } from '../../../engine';
import { percent } from '../../common/text/formats';
import { useObjectUrl } from '../../common/useObjectUrl';
import { useEngine, usePhoto } from '../../engine-context';
import { SmallBoxes } from '../boxes/Boxes';
import { FurtherAnswers, NoCrop } from '../boxes/TileMarks';
import { wordsOf } from '../filter/label-words';
import { STATE_WORDS } from '../filter/state-words';
import { useSummary } from '../list/hooks';
import type { Summary } from '../list/summary/summary';
import { FileName } from './FileName';
import { retryWord } from './retry';
import './tile.css';

interface PhotoTileProps {
  readonly id: string;
  /** Pixels from the top of the list. */
  readonly top: number;
  /** From 0. */
  readonly column: number;
  /** Which photo it is of those shown, from 1, and of how many: most of them may not be drawn. */
  readonly place: number;
  readonly of: number;
  readonly selected: boolean;
  /** Whether it is one of several that are selected; null while there are none. */
  readonly picked: boolean | null;
  /** Whether Tab stops here: one tile of the list has it. */
  readonly tabbable: boolean;
  readonly truth: string | undefined;
}

/** A photo on the light table: picture, answer, margin, and the old answer where enrichment changed it. */
export const PhotoTile = memo(function PhotoTile(props: PhotoTileProps) {
  const photo = usePhoto(props.id);
  return photo === undefined ? null : <Tile {...props} photo={photo} />;
});

function Tile({
  photo,
  top,
  column,
  place,
  of,
  selected,
  picked,
  tabbable,
  truth,
}: PhotoTileProps & { readonly photo: Photo }) {
  const engine = useEngine();
  const summary = useSummary(photo.id);
  const url = useObjectUrl(photo.thumbnail);
  const again = retryWord(photo);
  return (
    <li
      className="tile"
      style={{ '--column': column, insetBlockStart: `${top}px` } as CSSProperties}
      aria-label={photo.file}
      aria-posinset={place}
      aria-setsize={of}
      data-id={photo.id}
      data-status={photo.status}
      data-selected={selected || undefined}
      data-picked={picked || undefined}
    >
      <button
        type="button"
        className="tile-face"
        id={`photo-${photo.id}`}
        tabIndex={tabbable ? 0 : -1}
        aria-current={selected || undefined}
        aria-pressed={picked ?? undefined}
      >
        <span className="tile-picture">
          {photo.thumbnail === null ? (
            <span className="tile-blank">
              {photo.status === 'failed' && <ImageOff size={24} aria-hidden />}
            </span>
          ) : (
            <img src={url} alt="" decoding="async" draggable={false} />
          )}
          {photo.boxes !== null && photo.thumbnail !== null && <SmallBoxes photo={photo} />}
          {summary?.place != null && (
            <span className="tile-place number" title={`Photo ${summary.place} in the method’s order`}>
              <span className="visually-hidden">place </span>
              {summary.place}
            </span>
          )}
          <span className="tile-marks">
            {photo.warnings.map((warning) => (
              <Warning key={warning.code} {...warning} />
            ))}
            {photo.status === 'done' && summary?.lacksCaptions && (
              <span className="tile-mark" data-warning="no-captions" title={NO_CAPTIONS}>
                <CaptionsOff size={13} aria-hidden />
                <span className="tile-mark-words">no captions</span>
              </span>
            )}
            {photo.lacksCrops && <NoCrop />}
            {photo.further.length > 0 && <FurtherAnswers photo={photo} />}
            {photo.label !== null && <Said label={photo.label} />}
            {photo.note !== '' && (
              <span className="tile-mark" title={photo.note}>
                <StickyNote size={13} aria-hidden />
                <span className="tile-mark-words">note</span>
              </span>
            )}
          </span>
          {picked === true && (
            <span className="tile-picked" aria-hidden>
              <Check size={14} />
            </span>
          )}
          {truth !== undefined && summary !== null && <Verdict names={summary.names} truth={truth} />}
        </span>
        <TileWords photo={photo} summary={summary} />
        <span className="tile-file">
          <FileName path={photo.file} />
        </span>
      </button>
      {again !== null && (
        <button
          type="button"
          className="tile-retry"
          onClick={() => engine.retryPhotos([photo.id])}
          aria-label={`${again} ${photo.file}`}
        >
          <RotateCw size={12} aria-hidden /> {again}
        </button>
      )}
    </li>
  );
}

/** Why an answer is not the one that the method gives with its captions. */
const NO_CAPTIONS =
  'Answered without captions: the index is not there yet, or has none for it. With captions the answer may be another.';

/** What a tile without an answer says; a photo that is done has none only while there are no classes. */
const WAITING_WORDS = {
  queued: 'Queued',
  working: 'Working…',
  cancelled: 'Not classified',
  done: 'Waits for classes',
} as const;

function TileWords({ photo, summary }: { readonly photo: Photo; readonly summary: Summary | null }) {
  if (photo.status === 'failed')
    return (
      <span className="tile-error" title={photo.error?.message}>
        {photo.error?.message}
      </span>
    );
  if (summary === null) return <span className="tile-waiting">{WAITING_WORDS[photo.status]}</span>;
  return (
    <>
      <span className="tile-answer" data-state={summary.state} title={summary.answer}>
        {summary.answer}
      </span>
      <span className="tile-line">
        <span className="tile-was">
          {summary.was !== null && (
            <>
              <span className="visually-hidden"> was </span>
              <s title={`Zero-shot answer: ${summary.was}`}>{summary.was}</s>
            </>
          )}
        </span>
        <State state={summary.state} />
      </span>
      <span className="tile-margin" title={`Margin ${percent(summary.margin)}`}>
        <span style={{ inlineSize: `${summary.margin * 100}%` }} />
        <span className="visually-hidden"> margin {percent(summary.margin)}</span>
      </span>
    </>
  );
}

/** How far the answer may be built on; a confident one says so to screen readers alone. */
function State({ state }: Pick<Summary, 'state'>) {
  const { short, long } = STATE_WORDS[state];
  return (
    <span className={state === 'confident' ? 'visually-hidden' : 'tile-state'} title={long}>
      {' '}
      {short}
    </span>
  );
}

function Said({ label }: { readonly label: NonNullable<Photo['label']> }) {
  const words = wordsOf(label);
  const isRead = label.by === BY_FILE;
  const who = isRead ? 'Label' : 'You say';
  return (
    <span className="tile-mark tile-accepted" title={`${who}: ${words}`}>
      {isRead ? <Tag size={13} aria-hidden /> : <UserCheck size={13} aria-hidden />}
      <span className="visually-hidden">{who} </span>
      <span className="tile-mark-words">{words}</span>
    </span>
  );
}

/** That the answer is not of all that the file holds. */
function Warning({ code, label, message }: Photo['warnings'][number]) {
  const Icon = code === 'image-first-frame' ? Files : TriangleAlert;
  return (
    <span className="tile-mark" data-warning={code} title={message}>
      <Icon size={13} aria-hidden />
      <span className="tile-mark-words">{label}</span>
    </span>
  );
}

function Verdict({ names, truth }: { readonly names: readonly string[]; readonly truth: string }) {
  const right = names.some((name) => foldName(name) === foldName(truth));
  const words = right ? 'As the sample is labelled' : `The sample is labelled ${truth}`;
  return (
    <span className="tile-verdict" data-right={right} title={words}>
      {right ? <Check size={13} aria-hidden /> : <X size={13} aria-hidden />}
      <span className="visually-hidden">{words}. </span>
    </span>
  );
}
