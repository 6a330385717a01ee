/** A file that is kept. */
export interface KeptFile {
  readonly bytes: number;
  /** In milliseconds since 1970; null where it was not noted. */
  readonly keptAt: number | null;
}

/** The files of one revision of a model. */
export interface KeptModel {
  /** Its address and revision. */
  readonly id: string;
  readonly title: string;
  readonly host: string;
  /** Keys of its files, and of the notes on what its revision is. */
  readonly files: readonly string[];
}

/**
 * The models that the keys of kept files tell of: `…/<model>/resolve/<revision>/<file>?revision=<revision>` on a hub,
 * `…/<model>/<file>?revision=<revision>` in a folder, and `…/api/models/<model>/revision/<branch>` for the commit that a
 * branch was found to be, which goes with the model's last revision.
 */
export function modelsAmong(files: ReadonlyMap<string, unknown>): KeptModel[] {
  const models = new Map<string, { title: string; host: string; files: string[] }>();
  const pins: { key: string; title: string; origin: string }[] = [];
  for (const key of files.keys()) {
    const { origin, host, pathname, searchParams } = new URL(key);
    const path = decodeURIComponent(pathname).slice(1);
    const pin = /^api\/models\/(.+)\/revision\/[^/]+$/.exec(path);
    if (pin !== null) {
      pins.push({ key, title: pin[1]!, origin });
      continue;
    }
    const title = /^(.+?)\/resolve\//.exec(path)?.[1] ?? path.replace(/\/(onnx\/)?[^/]*$/, '');
    const id = `${origin}/${title}@${searchParams.get('revision') ?? ''}`;
    const model = models.get(id) ?? { title, host, files: [] };
    model.files.push(key);
    models.set(id, model);
  }
  for (const { key, title, origin } of pins) {
    const [id, model] = [...models].findLast(([id]) => id.startsWith(`${origin}/${title}@`)) ?? [
      `${origin}/${title}@`,
      { title, host: new URL(origin).host, files: [] },
    ];
    model.files.push(key);
    models.set(id, model);
  }
  return [...models].map(([id, model]) => ({ id, ...model }));
}
