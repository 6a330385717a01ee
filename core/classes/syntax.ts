import { cleanName, type Removed, singleSpaced, withoutInvisible } from './clean';

/** Begins a line that describes the class above it. */
const DESCRIPTION = '>';

/** Between the names of one class. */
const BAR = '|';

/** A number after `>`, as in “>5 mm”, “>= 2 lobes” and “> .5 kg”: a comparison, which no description begins with. */
const NUMBER = '\\s*[=≥~≈]?\\s*[-+−]?\\p{Sc}?[.,]?\\p{Nd}';
const COMPARISON = new RegExp(`^>${NUMBER}`, 'u');
const ESCAPED_NUMBER = new RegExp(`^\\\\+(?=${NUMBER})`, 'u');
const NUMBER_FIRST = new RegExp(`^\\\\*${NUMBER}`, 'u');

/** Whole names in quotes; a quote within is doubled, as in CSV. */
const QUOTED = /^(?:"((?:[^"]|"")*)"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»)$/;

/** A backslash that keeps what follows: a `>` that begins a name, or quotes that belong to it. */
const ESCAPED = /^\\+(?=[>"“„«])/;

/** One line of a class list. */
export interface ListLine {
  readonly kind: 'names' | 'description' | 'blank';
  /** The names between the bars, or the one description. */
  readonly texts: readonly string[];
  /** Invisible characters that were left out; null for none. */
  readonly removed: Removed | null;
  /** Whether quotes around a name were left out. */
  readonly unquoted: boolean;
  /** Whether it begins with `>` and is a name all the same, for a number follows. */
  readonly comparison: boolean;
}

/** The lines of a text, whatever ends them. */
export const linesOf = (text: string): string[] => text.split(/\r\n|[\n\r\x85\u2028\u2029]/);

/**
 * Reads one line: `name | other name`, or `> description`. A `>` is part of a name where a number follows (“>5 mm”) and
 * where a single space or a backslash stands before it; a backslash keeps quotes around a name, too.
 */
export function readLine(line: string): ListLine {
  const { text, removed } = withoutInvisible(line);
  const trimmed = singleSpaced(text);
  const facts = { removed, unquoted: false, comparison: false };
  if (trimmed === '') return { kind: 'blank', texts: [], ...facts };
  if (trimmed.startsWith(DESCRIPTION)) {
    const comparison = COMPARISON.test(trimmed);
    // One space is an escape; more of them, or a tab, are how people set a description below its class.
    const isKept = /^[ \u00a0]>/.test(text);
    if (!comparison && !isKept) {
      const described = trimmed.slice(DESCRIPTION.length).trim();
      return { kind: 'description', texts: [withoutEscape(described, ESCAPED_NUMBER)], ...facts };
    }
    facts.comparison = comparison && !isKept;
  }
  const texts: string[] = [];
  for (const part of trimmed.includes(BAR) ? trimmed.split(BAR) : [trimmed]) {
    const name = readName(part.trim());
    if (name.text === '') continue;
    facts.unquoted ||= name.unquoted;
    texts.push(name.text);
  }
  return { kind: texts.length === 0 ? 'blank' : 'names', texts, ...facts };
}

/** What a name begins with that may be read and not meant. */
const READ_FIRST = /^[\\"“„«]/;

function readName(name: string): { readonly text: string; readonly unquoted: boolean } {
  if (!READ_FIRST.test(name)) return { text: name, unquoted: false };
  const bare = withoutEscape(name, ESCAPED);
  if (bare !== name) return { text: bare, unquoted: false };
  const quoted = QUOTED.exec(name);
  if (quoted === null) return { text: name, unquoted: false };
  const [, plain, ...others] = quoted;
  const within = plain?.replaceAll('""', '"') ?? others.find((other) => other !== undefined) ?? '';
  return { text: cleanName(within).text, unquoted: true };
}

const withoutEscape = (text: string, escaped: RegExp) => (escaped.test(text) ? text.slice(1) : text);

/** A class's names and descriptions as lines that `readLine` reads as the same. */
export function writeLines(names: readonly string[], descriptions: readonly string[]): string[] {
  const written = names.map((name, place) => {
    const first = place === 0 && name.startsWith(DESCRIPTION) && !COMPARISON.test(name);
    const isRead = first || ESCAPED.test(name) || QUOTED.test(name);
    return isRead ? `\\${name}` : name;
  });
  const sentences = descriptions.map((text) => `> ${NUMBER_FIRST.test(text) ? '\\' : ''}${text}`);
  return [written.join(` ${BAR} `), ...sentences];
}

/** A list whose names keep the quotes around them. */
export function keptQuotes(text: string): string {
  const kept = (part: string) => (QUOTED.test(cleanName(part).text) ? `\\${part.trim()}` : part);
  return linesOf(text)
    .map((line) => (readLine(line).unquoted ? line.split(BAR).map(kept).join(` ${BAR} `) : line))
    .join('\n');
}
