import { type FolderFacts, NO_FOLDER_FACTS } from '../../../../workers/protocol';
import { counted } from '../../common/text/formats';
import { tellFolder, useExportChoices } from './export-choices';
import type { PhotoFolder } from './folders';
import type { Choice } from './format-words';

/** Distances from UTC that clocks keep, as `+02:00`. */
const ZONES = [
  ...Array.from({ length: 27 }, (_, i) => hours(i - 12)),
  '-09:30',
  '-03:30',
  '+03:30',
  '+04:30',
  '+05:30',
  '+05:45',
  '+06:30',
  '+08:45',
  '+09:30',
  '+10:30',
  '+12:45',
].sort((a, b) => minutes(a) - minutes(b));

function hours(value: number): string {
  return `${value < 0 ? '-' : '+'}${String(Math.abs(value)).padStart(2, '0')}:00`;
}
function minutes(zone: string): number {
  const value = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return zone.startsWith('-') ? -value : value;
}

interface FolderTableProps {
  readonly folders: readonly PhotoFolder[];
  readonly choices: readonly Choice[];
}

/** What photos do not say of themselves, asked once for each folder and kept. */
export function FolderTable({ folders, choices }: FolderTableProps) {
  const asksZone = choices.includes('deployment') || folders.some(({ withoutZone }) => withoutZone > 0);
  const columns = [
    ...(choices.includes('zone') && asksZone ? ['Time zone'] : []),
    ...(choices.includes('taken') ? ['Taken'] : []),
    ...(choices.includes('deployment') ? ['Latitude', 'Longitude', 'From', 'To'] : []),
  ];
  if (columns.length === 0) return null;
  return (
    <div className="export-folders">
      <table className="small">
        <caption className="small muted">What the files do not say, once for each folder</caption>
        <thead>
          <tr>
            <th scope="col">Folder</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {folders.map((folder) => (
            <FolderRow key={folder.path} folder={folder} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FolderRow({
  folder,
  columns,
}: {
  readonly folder: PhotoFolder;
  readonly columns: readonly string[];
}) {
  const told = useExportChoices((choices) => choices.folders[folder.path]) ?? NO_FOLDER_FACTS;
  const name = folder.path || 'no folder';
  const tell = (change: Partial<FolderFacts>) => tellFolder(folder.path, change);
  const text = (value: string) => (value === '' ? null : value);
  const number = (value: string) => (value === '' || !Number.isFinite(Number(value)) ? null : Number(value));
  const period = (value: string) => (value === '' ? null : value.length === 16 ? `${value}:00` : value);
  const field = (column: string) => {
    const label = `${column} of ${name}`;
    switch (column) {
      case 'Time zone':
        return (
          <select
            className="select"
            aria-label={label}
            value={told.zone ?? ''}
            onChange={({ target }) => tell({ zone: text(target.value) })}
          >
            <option value="">not known</option>
            {ZONES.map((zone) => (
              <option key={zone} value={zone}>
                UTC{zone}
              </option>
            ))}
          </select>
        );
      case 'Taken':
        return (
          <select
            className="select"
            aria-label={label}
            value={told.taken}
            onChange={({ target }) => tell({ taken: target.value as FolderFacts['taken'] })}
          >
            <option value="by hand">by a person</option>
            <option value="by trap">by a camera trap</option>
          </select>
        );
      case 'Latitude':
      case 'Longitude': {
        const key = column === 'Latitude' ? 'latitude' : 'longitude';
        const most = column === 'Latitude' ? 90 : 180;
        return (
          <input
            className="field"
            type="number"
            step="any"
            min={-most}
            max={most}
            aria-label={label}
            placeholder={folder.place === null ? undefined : String(folder.place[key])}
            value={told[key] ?? ''}
            onChange={({ target }) => tell({ [key]: target.validity.valid ? number(target.value) : null })}
          />
        );
      }
      default: {
        const key = column === 'From' ? 'start' : 'end';
        return (
          <input
            className="field"
            type="datetime-local"
            step="1"
            aria-label={label}
            value={told[key] ?? ''}
            onChange={({ target }) => tell({ [key]: period(target.value) })}
          />
        );
      }
    }
  };
  const { first, place } = folder;
  const suggests = columns.includes('From') && (first !== null || place !== null);
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="muted"> {counted(folder.photos, 'photo')}</span>
        {suggests && (
          <button
            type="button"
            className="button"
            data-kind="quiet"
            onClick={() => tell(suggestion(folder, told))}
          >
            Take from photos
          </button>
        )}
      </th>
      {columns.map((column) => (
        <td key={column}>{field(column)}</td>
      ))}
    </tr>
  );
}

/** Period and place as the folder's photos say them, where nothing was told yet. */
function suggestion({ first, last, place }: PhotoFolder, told: FolderFacts): Partial<FolderFacts> {
  return {
    start: told.start ?? first,
    end: told.end ?? last,
    latitude: told.latitude ?? place?.latitude ?? null,
    longitude: told.longitude ?? place?.longitude ?? null,
  };
}
