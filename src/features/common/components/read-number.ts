/** What a number field takes. */
export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/** A number that was read, or why it is not taken: what to write instead, in a sentence. */
export type ReadNumber =
  | { readonly value: number; readonly problem: null }
  | {
      readonly value: null;
      readonly problem: string;
      /** The bound that a number out of range lies beyond; null where no number was read. */
      readonly bound: number | null;
    };

const refused = (problem: string, bound: number | null = null): ReadNumber => ({
  value: null,
  problem,
  bound,
});

/** Blanks of every kind, and what has no width: pasted numbers bring them along. */
const AROUND = /^[\s\p{Cf}\p{Cc}]+|[\s\p{Cf}\p{Cc}]+$/gu;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i;
/** A comma before three digits parts thousands in some languages and decimals in others. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/**
 * Reads a number as people write it, in every language of the page: decimal comma or point, digits of any script, exponents,
 * blanks around. What could mean two numbers, and what is out of bounds, is refused and not guessed at.
 */
export function readNumber(text: string, { min, max, whole = false }: NumberBounds): ReadNumber {
  const kind = whole ? 'a whole number' : 'a number';
  const range = `${plain(min)} to ${plain(max)}`;
  const written = text.normalize('NFKC').replace(AROUND, '');
  const latin = written
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[−‒–﹣]/g, '-')
    .replace(/٫/g, ',');
  if (latin === '') return refused(`Write ${kind}, ${range}.`);
  if (AMBIGUOUS.test(latin)) {
    const [thousands, decimals] = [latin.replace(',', ''), String(Number(latin.replace(',', '.')))];
    return refused(`“${written}” could be ${thousands} or ${decimals}. Write one of these.`);
  }
  const value = NUMBER.test(latin) ? Number(latin.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(value))
    return refused(
      `“${written}” is no number. Write ${kind}, ${range}${whole ? '' : ', such as 0.5 or 0,5'}.`,
    );
  if (value < min || value > max)
    return refused(`${written} is out of range: ${range}.`, value < min ? min : max);
  if (whole && !Number.isInteger(value))
    return refused(`${written} is no whole number. ${range} can be set.`);
  return { value, problem: null };
}

const plain = (value: number) => String(value);

/** Every script has its ten digits in a row, from nought. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0)!;
  let first = point;
  while (point - first < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--;
  return (point - first) % 10;
}
