import { useEffect, useState } from 'react';
import type { LeftOut } from '../../../../core';
import { type CaptionChoice, type CaptionInput, readCaptions } from './caption-input';

/** What inputs were read as. */
export interface Reading {
  readonly texts: readonly string[];
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  readonly isReading: boolean;
}

const NOTHING: Reading = { texts: [], leftOut: {}, isReading: false };

/** Rest after a keystroke before a text is read anew, in milliseconds. */
const REST = 200;

/** Reads inputs for captions whenever they, or what is taken of them, change. */
export function useReading(inputs: readonly CaptionInput[], choice: CaptionChoice): Reading {
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
      readCaptions(inputs, { readAs, column, nameColumn, language }, stop.signal).then(
        (read) => setReading({ ...read, isReading: false }),
        // Given up for a newer choice, which sets what is shown.
        () => {},
      );
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [inputs, readAs, column, nameColumn, language]);
  return reading;
}
