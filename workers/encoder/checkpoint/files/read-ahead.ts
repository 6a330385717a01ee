import type { CheckpointFiles } from './files';

/** The same files, of which those named are asked for at once: a reader that takes them in turn waits for one answer only. */
export function readAhead<Files extends CheckpointFiles>(files: Files, names: readonly string[]): Files {
  const texts = new Map(names.map((name) => [name, files.text(name)]));
  // Whoever reads the file meets its error.
  for (const text of texts.values()) text.catch(() => {});
  return { ...files, text: (name) => texts.get(name) ?? files.text(name) };
}
