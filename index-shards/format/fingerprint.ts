/** The sentence whose embedding tells which checkpoint made an index; every builder embeds it. */
export const FINGERPRINT_SENTENCE = 'a photo of a fern growing between stones';
