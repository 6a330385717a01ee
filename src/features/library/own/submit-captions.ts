import type { Engine } from '../../../engine';
import type { CaptionsTarget } from '../../page-state';
import { rememberEdit } from './remember-edit';
import type { Reading } from './use-reading';

/** What was said of captions, as it was typed. */
interface About {
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  readonly language: string;
  /** Whether they are embedded for the further text spaces of the index that they come into. */
  readonly inFurtherSpaces: boolean;
}

/**
 * Has captions embedded: as an index of their own, in one that is there, or in the place of a file of one.
 * @throws FernglassError where that cannot be
 */
export async function submitCaptions(
  own: Engine['own'],
  target: CaptionsTarget | null,
  { inFurtherSpaces, language, licence, source, title }: About,
  { files, texts }: Pick<Reading, 'files' | 'texts'>,
): Promise<void> {
  const terms = { source: source.trim() || 'not stated', licence: licence.trim() || 'not stated' };
  const named = files.map((file) => ({ ...file, ...terms }));
  if (target === null) {
    const languages = language === '' ? [] : [language];
    await own.add({ title: title.trim() || 'My captions', ...terms, languages }, texts, named);
    return;
  }
  const { address, file } = target;
  const said = { inFurtherSpaces, ...(language.trim() === '' ? {} : { language: language.trim() }) };
  if (file === null)
    await rememberEdit(`Captions added to ${target.title}`, () => own.edit.add(address, texts, named, said));
  else
    await rememberEdit(`${file.name} of ${target.title} replaced`, () =>
      own.edit.replaceFile(address, file.name, texts, terms, said),
    );
}
