import type { ExportOptions, PhotoResult, ResultHead } from '../../protocol';

/** What an export says that a photo shows, and on whose word. */
export type Decided =
  /** A person's class. */
  | { readonly by: 'human'; readonly name: string; readonly who: string; readonly when: string }
  /** The method's best class with its share among the classes; `sure` is false where it is marked as not confident. */
  | { readonly by: 'machine'; readonly name: string; readonly share: number | null; readonly sure: boolean }
  /** No class, and why. */
  | { readonly by: 'human'; readonly name: null; readonly why: string }
  | { readonly by: 'nobody'; readonly name: null; readonly why: string };

/** A person's word wins over every answer; an answer counts only where machine answers are asked for. */
export function decided(photo: PhotoResult, { answers }: Pick<ExportOptions, 'answers'>): Decided {
  const human = byPerson(photo);
  if (human !== null) return human;
  if (!answers)
    return {
      by: 'nobody',
      name: null,
      why: 'Nobody said what it shows, and machine answers were not asked for.',
    };
  return (
    byMachine(photo) ?? { by: 'nobody', name: null, why: photo.error?.message ?? 'It has no answer yet.' }
  );
}

/** What a person says; null where nobody said anything. */
export function byPerson({ label }: PhotoResult): Extract<Decided, { by: 'human' }> | null {
  if (label === undefined) return null;
  if (label.state === 'class') return { by: 'human', name: label.className, who: label.by, when: label.at };
  const why =
    label.state === 'none' ? 'A person says that it shows none of the classes.' : 'A person could not tell.';
  return { by: 'human', name: null, why };
}

/** The method's answer; null while there is none. */
export function byMachine(photo: PhotoResult): Extract<Decided, { by: 'machine' }> | null {
  const best = photo.enriched[0] ?? photo.zeroShot[0];
  if (best === undefined) return null;
  return {
    by: 'machine',
    name: best.class,
    share: photo.shares?.[0] ?? null,
    sure: photo.state === undefined || photo.state === 'confident',
  };
}

/** Method, model and index with their licences as one line, for who identified what nobody looked at. */
export function machineName({ settings, model, index }: ResultHead): string {
  const about = [settings.modelRevision, model?.licence ? `licence ${model.licence}` : ''].filter(Boolean);
  const revision = about.length === 0 ? '' : ` (${about.join(', ')})`;
  const licence = settings.indexLicence ? ` (licence ${settings.indexLicence})` : '';
  const captions = index === null ? '' : `, captions ${index}${licence}`;
  return `Fernglass, method ${settings.method}, model ${model?.id ?? 'none'}${revision}${captions}`;
}
