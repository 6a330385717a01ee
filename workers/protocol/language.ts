import type { Result } from '../../core';

/** The worker that reads captions as language. */
export interface LanguageApi {
  /** Names for what each photo's captions name (CaSED), the most frequent first. */
  candidateNames(captions: readonly (readonly string[])[]): Promise<Result<readonly (readonly string[])[]>>;
}
