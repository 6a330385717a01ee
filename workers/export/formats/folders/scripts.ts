/** A photo, and where it is to lie. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A script for a Unix shell that makes the moves; it overwrites nothing. */
export const shellScript = (moves: readonly Move[]): string =>
  SHELL_START + moves.map(({ from, to }) => `move ${shellPath(from)} ${shellPath(to)}\n`).join('');

/** The same for PowerShell. */
export const powershellScript = (moves: readonly Move[]): string =>
  POWERSHELL_START +
  moves.map(({ from, to }) => `Move-Photo ${powershellQuoted(from)} ${powershellQuoted(to)}\r\n`).join('');

const SHELL_START = `#!/bin/sh
# Moves each photo into a folder of its class. Run it in the folder that your photos' paths begin in; nothing is overwritten.
set -u
move() {
  if [ -e "$2" ]; then echo "already there: $2" >&2; return; fi
  mkdir -p -- "$(dirname -- "$2")" && mv -- "$1" "$2"
}
`;

// The methods of .NET take paths as they are: commands of PowerShell read brackets in a destination as a pattern. The mark at
// the beginning tells Windows PowerShell that the script is UTF-8.
const POWERSHELL_START =
  `\ufeff# Moves each photo into a folder of its class. Run it in the folder that your photos' paths begin in; nothing is overwritten.
function Move-Photo([string] $from, [string] $to) {
  $source = [IO.Path]::Combine($PWD.ProviderPath, $from)
  $target = [IO.Path]::Combine($PWD.ProviderPath, $to)
  if (Test-Path -LiteralPath $target) { Write-Warning "already there: $to"; return }
  [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
  [IO.File]::Move($source, $target)
}
`.replaceAll('\n', '\r\n');

/** In single quotes a shell reads nothing but the quote that ends them; a path that begins with a dash is no option. */
const shellPath = (path: string) =>
  `'${(path.startsWith('-') ? `./${path}` : path).replaceAll("'", "'\\''")}'`;

/** PowerShell takes typographic single quotes for quotes too. */
const powershellQuoted = (text: string) => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
