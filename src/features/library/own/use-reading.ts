import { useEffect, useState } from 'react';
import type { LeftOut } from '../../../../core';
import { type CaptionChoice, type CaptionInput, type ReadCaptions, readCaptions } from './caption-input';

/** What inputs were read as. */
export interface Reading {
  readonly texts: readonly string[];
  readonly files: ReadCaptions['files'];
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  readonly isReading: boolean;
}

const NOTHING: Reading = { texts: [], files: [], leftOut: {}, isReading: false };

/** Rest after a keystroke before a text is read anew, in milliseconds. */
const REST = 200;

const NONE: readonly string[] = [];

/**
 * Reads inputs for captions whenever they, or what is taken of them, change.
 * @param before captions that are there already; the same array while they are the same
 */
export function useReading(
  inputs: readonly CaptionInput[],
  choice: CaptionChoice,
  before: readonly string[] = NONE,
): Reading {
  const [reading, setReading] = useState(NOTHING);
  const { readAs, column, nameColumn, language } = choice;
  useEffect(() => {
    if (inputs.length === 0) {
      setReading(NOTHING);
      return;
    }
    const stop = new AbortController();
    setReading((before) => ({ ...before, isReading: true }));
    const timer = setTimeout(() => {
      readCaptions(inputs, { readAs, column, nameColumn, language }, stop.signal, before).then(
        (read) => setReading({ ...read, isReading: false }),
        // Given up for a newer choice, which sets what is shown.
        () => {},
      );
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [inputs, before, readAs, column, nameColumn, language]);
  return reading;
}
