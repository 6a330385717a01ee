import { FORMAT_VERSION, type Manifest } from '..';

/** A SHA-256 of one hexadecimal digit. */
export const hash = (digit: string) => digit.repeat(64);

/** A file of that hash. @param bytes its length */
export const file = (digit: string, bytes: number) => ({
  name: `${hash(digit)}.bin`,
  bytes,
  sha256: hash(digit),
});

/** A manifest of 30 captions in two shards, with nothing that is optional but a licence. */
export function fernsManifest(): Manifest {
  return {
    formatVersion: FORMAT_VERSION,
    id: 'ferns',
    title: 'Ferns',
    createdBy: 'a test',
    model: {
      id: 'm',
      revision: 'main',
      width: 2,
      fingerprint: { sentence: 'a fern', embedding: [0.6, 0.8] },
    },
    metric: 'cosine',
    codec: { kind: 'i8', clip: 0.25 },
    captions: 30,
    lists: 3,
    router: file('a', 100),
    shards: [
      { ...file('b', 200), firstList: 0, lists: 2, captions: 20 },
      { ...file('c', 100), firstList: 2, lists: 1, captions: 10 },
    ],
    provenance: { source: 'own', licence: 'CC0' },
    recall: { at: 10, queries: 50, value: 0.99 },
  };
}
