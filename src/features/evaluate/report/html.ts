/** Text as HTML shows it. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A table's cell: numbers stand right. */
export type Cell = string | number;

/** A table with its caption; the first column names the rows. */
export interface Table {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table as HTML. */
export function htmlTable({ caption, header, rows }: Table): string {
  const head = header.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  const body = rows
    .map(([first, ...rest]) => {
      const cells = rest.map((cell) => `<td>${escaped(String(cell))}</td>`).join('');
      return `<tr><th scope="row">${escaped(String(first ?? ''))}</th>${cells}</tr>`;
    })
    .join('\n');
  return `<div class="scroll"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** Names and values, side by side. */
export function htmlList(facts: readonly (readonly [name: string, value: string])[]): string {
  const rows = facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8d5c8, #3c4a42); --muted: light-dark(#5a5f55, #b9c2b6); --accent: light-dark(#2c6b43, #8fd6a4); }
body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; background: light-dark(#fbfaf6, #17211b); color: light-dark(#262b25, #eceee6); font: 15px/1.5 system-ui, sans-serif; }
h1, h2 { line-height: 1.25; } h2 { margin-top: 2rem; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
caption { padding: 4px 0; color: var(--muted); text-align: left; }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child { padding-left: 0; text-align: left; } thead th { color: var(--muted); font-weight: 500; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; } dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } .muted { color: var(--muted); } img { image-rendering: pixelated; border: 1px solid var(--line); }
.plot-ground { fill: none; stroke: var(--line); } .plot-diagonal { stroke: var(--muted); stroke-dasharray: 3 3; } .plot-gap { stroke: var(--muted); } .plot-bar, .plot-dot { fill: var(--accent); } .plot-faint { fill: var(--line); } .plot-line { fill: none; stroke: var(--accent); stroke-width: 2; } [data-line="1"] .plot-line { stroke: var(--muted); stroke-width: 1.5; } [data-line="1"] .plot-dot { fill: var(--muted); } .plots { display: flex; flex-wrap: wrap; gap: 16px; } text { fill: var(--muted); font-size: 10px; }
`;

/** One file that needs no other: nothing in it is fetched, and nothing runs. */
export function htmlPage(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`;
}
