import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Writes docs/reliability.md: which test holds which cell of the fault matrix, from the comments `// Fault: FAULT × PART`
 * that stand above tests. `npm run docs:reliability` writes it; a test compares it with what it would be.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The page that is written, from the root on. */
export const PAGE = 'docs/reliability.md';

/** What may go wrong, in the order of the table's rows. */
const FAULTS = [
  'file missing',
  'page in its place',
  'damaged on the way',
  'connection breaks',
  'host silent',
  'host gone',
  'browser busy',
  'changed on the host',
  'host refuses other pages',
  'claims too much',
  'storage refused',
  'storage full',
  'storage cleared',
  'damaged in storage',
  'cut off while writing',
  'several tabs',
  'update',
  'worker dies',
  'worker hangs',
  'out of memory',
  'tab crashes',
] as const;
/** What it may go wrong with, in the order of the columns. */
const PARTS = ['app', 'model', 'index', 'captions', 'photos', 'answers', 'projects'] as const;

type Fault = (typeof FAULTS)[number];
type Part = (typeof PARTS)[number];

/** A test that holds cells of the matrix. */
export interface Held {
  readonly file: string;
  readonly title: string;
  readonly cells: readonly (readonly [Fault, Part])[];
}

const TESTS = /\.(test|spec)\.ts$/;
const FOLDERS = ['core', 'e2e', 'index-shards', 'src', 'workers'];
const COMMENT = /^[ \t]*\/\/ Fault: (.+)$/;

/**
 * The tests that a file's comments name, each with the titles of the groups it stands in.
 * @throws Error where a comment names no cell of the matrix, or stands above no test
 */
export function heldBy(file: string, text: string): Held[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const held: Held[] = [];
  const visit = (node: ts.Node, groups: readonly string[]): void => {
    const title = ts.isExpressionStatement(node) ? titleOf(node.expression) : null;
    const path = title === null ? groups : [...groups, title];
    if (title !== null) {
      const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
      const cells = comments
        .map(({ pos, end }) => COMMENT.exec(text.slice(pos, end))?.[1])
        .flatMap((words) => words?.split(';').map((cell) => cellOf(cell.trim(), file)) ?? []);
      if (cells.length > 0) held.push({ file, title: path.join(' › '), cells });
    }
    ts.forEachChild(node, (child) => visit(child, path));
  };
  visit(source, []);
  const comments = text.match(new RegExp(COMMENT, 'gm'))?.length ?? 0;
  if (comments !== held.length) throw new Error(`${file}: a comment “// Fault: …” stands above no test.`);
  return held;
}

/** The title that a call of `test`, `it` or `describe` gives; null for anything else. */
function titleOf(expression: ts.Expression): string | null {
  if (!ts.isCallExpression(expression)) return null;
  const name = /^(test|it|describe)\b/.exec(expression.expression.getText())?.[1];
  const [first] = expression.arguments;
  if (name === undefined || first === undefined) return null;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first)
    ? first
        .getText()
        .slice(1, -1)
        .replace(/\$\{[^}]*\}/g, '…')
    : null;
}

function cellOf(cell: string, file: string): readonly [Fault, Part] {
  const [fault, part] = cell.split(' × ') as [Fault, Part];
  if (!FAULTS.includes(fault) || !PARTS.includes(part))
    throw new Error(`${file}: “${cell}” is no cell of the fault matrix (scripts/reliability.ts).`);
  return [fault, part];
}

/** All tests of the tree that hold a cell, by file. */
export function allHeld(): Held[] {
  return FOLDERS.flatMap((folder) =>
    (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
      .filter((path) => TESTS.test(path))
      .sort()
      .map((path) => join(folder, path).replaceAll('\\', '/')),
  ).flatMap((file) => heldBy(file, readFileSync(join(ROOT, file), 'utf8')));
}

/** The page as it should be. */
export function reliabilityPage(held: readonly Held[]): string {
  const numbersOf = (fault: Fault, part: Part) =>
    held.flatMap(({ cells }, i) => (cells.some(([f, p]) => f === fault && p === part) ? [i + 1] : []));
  const rows = FAULTS.map((fault) =>
    row([
      fault,
      ...PARTS.map((part) =>
        numbersOf(fault, part)
          .map((n) => `[${n}](#t${n})`)
          .join(' '),
      ),
    ]),
  );
  const list = held.map(
    ({ file, title }, i) => `${i + 1}. <a id="t${i + 1}"></a>\`${file}\`: ${title.replaceAll('|', '\\|')}`,
  );
  return `# What is tried to break it

Which test holds what happens when something goes wrong, by fault and by what it befalls. An empty cell is not tried, or
cannot be. Written by \`npm run docs:reliability\` from comments above the tests; a test compares it with them.

${row(['', ...PARTS])}
${row(['---', ...PARTS.map(() => '---')])}
${rows.join('\n')}

## The tests

${list.join('\n')}
`;
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(ROOT, PAGE), reliabilityPage(allHeld()));
