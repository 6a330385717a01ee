import type { PhotoResult } from '../../protocol';
import { csvLine } from '../csv';
import { decided } from '../photo/decided';
import type { MakeFormat, Piece } from './format';
import { LeftOut } from './left-out';

/** Folders of photos without a class. */
const NO_CLASS = '_no class';

/** Photos by class: as copies with the table that Hugging Face calls ImageFolder, or as scripts that move them. */
export const folders: MakeFormat = ({ options }) => {
  const leftOut = new LeftOut();
  const taken = new Set<string>();
  const metadata = (cells: readonly (string | number | null)[]): Piece => ({
    path: 'metadata.csv',
    text: csvLine(cells),
  });
  const { sorting } = options;
  return {
    archive: true,
    begin: () =>
      sorting !== 'scripts'
        ? [metadata(['file_name', 'label', 'labelled_by', 'original_file'])]
        : [
            { path: 'sort.sh', text: SHELL_START },
            { path: 'sort.ps1', text: POWERSHELL_START },
          ],
    photo(photo) {
      const its = decided(photo, options);
      const folder = its.name === null ? NO_CLASS : folderName(its.name);
      const to = freePath(folder, photo, taken);
      if (sorting === 'scripts')
        return [
          { path: 'sort.sh', text: shellMove(photo.file, folder, to) },
          { path: 'sort.ps1', text: powershellMove(photo.file, folder, to) },
        ];
      if (photo.content === undefined) return leftOut.note(photo, 'The file is not at hand to be copied.');
      return [
        metadata([to, its.name, its.name === null ? null : its.by, photo.file]),
        { path: to, content: photo.content },
      ];
    },
    end: () => leftOut.pieces(),
    get leftOut() {
      return leftOut.count;
    },
  };
};

/** Names that Windows keeps for itself. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A class's name as a folder's, on every system: no path, no dots at its ends, no letters that some system forbids. */
export function folderName(name: string): string {
  const safe = name
    .replace(/\p{Cc}|[<>:"/\\|?*]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 120)
    .trim();
  return safe === '' || RESERVED.test(safe) ? `_${safe}` : safe;
}

/** `class/file.jpg`, with a number before its end where that is taken, letters of both cases being one. */
function freePath(folder: string, { file }: PhotoResult, taken: Set<string>): string {
  const name = folderName(file.slice(file.lastIndexOf('/') + 1));
  const dot = name.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; ; number++) {
    const path = `${folder}/${stem}${number === 1 ? '' : `-${number}`}${end}`;
    const key = path.normalize('NFC').toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return path;
  }
}

const SHELL_START = `#!/bin/sh
# Moves each photo into a folder of its class. Run it in the folder that your photos' paths begin in; nothing is overwritten.
set -u
move() {
  if [ -e "$3" ]; then echo "already there: $3" >&2; return; fi
  mkdir -p -- "$2" && mv -- "$1" "$3"
}
`;

const POWERSHELL_START = `\ufeff# Moves each photo into a folder of its class. Run it in the folder that your photos' paths begin in; nothing is overwritten.
function Move-Photo($from, $folder, $to) {
  if (Test-Path -LiteralPath $to) { Write-Warning "already there: $to"; return }
  [void][IO.Directory]::CreateDirectory((Join-Path (Get-Location) $folder))
  Move-Item -LiteralPath $from -Destination $to
}
`;

/** In single quotes a shell reads nothing but the quote that ends them. */
const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** A path that begins with a dash is no option. */
const shellPath = (path: string) => shellQuoted(path.startsWith('-') ? `./${path}` : path);
const shellMove = (from: string, folder: string, to: string) =>
  `move ${[from, folder, to].map(shellPath).join(' ')}\n`;

/** PowerShell takes typographic single quotes for quotes too. */
const powershellQuoted = (text: string) => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
const powershellMove = (from: string, folder: string, to: string) =>
  `Move-Photo ${[from, folder, to].map(powershellQuoted).join(' ')}\r\n`;
