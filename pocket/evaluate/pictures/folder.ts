import { basename, join, resolve } from 'node:path';
import { type Embeddings, FernglassError, row, stack } from '../../../core';
import type { NodeEncoder } from '../../../workers/encoder/node';
import type { Knowledge } from '../../domain.ts';
import { ANY_PICTURE, type ClassList, whereKnown } from './class-lists.ts';
import { filesBelow, type LabelFiles, type Labels, readLabels } from './labels.ts';

/** A labelled picture of any folder. */
interface FolderPicture {
  readonly file: string;
  /** Path in the folder. */
  readonly filename: string;
  readonly label: number;
  readonly className: string;
  readonly part: string | null;
  readonly group: string | null;
}

/** A labelled folder: its classes, the pictures that are there, and what is wrong with the rest. */
export interface LabelledFolder {
  readonly list: ClassList;
  readonly pictures: readonly FolderPicture[];
  readonly training: Labels['training'];
  /** Which columns were read, in words; null where folders or JSON are the labels. */
  readonly read: string | null;
  readonly problems: readonly string[];
}

/** Templates asked for; null where the folder's classes decide. */
export interface AskedPrompts {
  readonly zeroShot: string | null;
  readonly retrieval: string | null;
}

/**
 * Reads the labels of a folder's pictures.
 * @throws FernglassError when they cannot be read
 */
export async function openFolder(
  folder: string,
  files: LabelFiles,
  asked: AskedPrompts,
  domains: readonly Knowledge[],
): Promise<LabelledFolder> {
  const labels = await readLabels(files, filesBelow(folder));
  const problems = [...labels.problems];
  if (labels.classes.length === 1)
    problems.push('there is one class alone, which is always the answer; accuracy says nothing');
  const pictures = labels.rows.map(({ path, label, part, group }) => {
    const className = labels.classes[label]!.name;
    return {
      file: join(folder, path),
      filename: path,
      label,
      className,
      // Folders of splits are parts of a set, and no parts of what is common and rare.
      part: (files.labels === null ? null : part) ?? whereKnown(className, domains)?.part ?? null,
      group,
    };
  });
  return {
    list: listOf(folder, labels, asked, domains),
    pictures,
    training: labels.training,
    read: labels.read,
    problems,
  };
}

function listOf(
  folder: string,
  { classes }: Labels,
  asked: AskedPrompts,
  domains: readonly Knowledge[],
): ClassList {
  const known = new Set(classes.map(({ name }) => whereKnown(name, domains)?.knowledge));
  const [domain] = known;
  const own = known.size === 1 && domain ? domain : null;
  return {
    domain: own?.domain ?? basename(resolve(folder)),
    classes,
    prompts: {
      zeroShot: asked.zeroShot ?? own?.zeroShotPrompt ?? ANY_PICTURE,
      retrieval: asked.retrieval ?? 'a photo of a {}',
    },
  };
}

/** Pictures embedded at once; one that cannot be read costs a second try of the others. */
const AT_ONCE = 32;

/**
 * Embeds the pictures that can be read; throws what the encoder throws for another reason than a picture.
 * @returns embeddings `[readable, d]`, the readable pictures, and what is wrong with the others
 */
export async function embedReadable<P extends { readonly file: string; readonly filename: string }>(
  encoder: Pick<NodeEncoder, 'embedPhotos'>,
  pictures: readonly P[],
): Promise<{ embeddings: Embeddings; readable: P[]; problems: string[] }> {
  const rows: Float32Array[] = [];
  const readable: P[] = [];
  const problems: string[] = [];
  const embed = async (batch: readonly P[]): Promise<void> => {
    try {
      const embeddings = await encoder.embedPhotos(batch.map(({ file }) => file));
      batch.forEach((picture, i) => {
        rows.push(row(embeddings, i));
        readable.push(picture);
      });
    } catch (thrown) {
      if (!isOfThePicture(thrown)) throw thrown;
      if (batch.length > 1) for (const picture of batch) await embed([picture]);
      else problems.push(`${batch[0]!.filename}: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  };
  for (let start = 0; start < pictures.length; start += AT_ONCE)
    await embed(pictures.slice(start, start + AT_ONCE));
  return { embeddings: stack(rows), readable, problems };
}

/** Whether it was the picture that failed (its bytes, or reading the file), not the model. */
function isOfThePicture(thrown: unknown): boolean {
  if (thrown instanceof FernglassError) return thrown.code.startsWith('image-');
  return thrown instanceof Error && 'syscall' in thrown;
}
