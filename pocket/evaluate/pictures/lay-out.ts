import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Knowledge } from '../../domain.ts';
import { linesOf } from './class-lists.ts';
import type { LabelledPicture } from './pictures.ts';

/**
 * Puts pictures into a folder for each class of each domain, as the page takes them when they are dropped and the command line with
 * `--photos`, and beside each domain's folder the class list with all names.
 */
export function layOut(
  folder: string,
  domains: readonly Knowledge[],
  pictures: readonly Pick<LabelledPicture, 'slug' | 'className' | 'file'>[],
): void {
  for (const knowledge of domains) {
    mkdirSync(join(folder, knowledge.slug), { recursive: true });
    writeFileSync(join(folder, `${knowledge.slug}.txt`), `${linesOf(knowledge)}\n`);
  }
  for (const { slug, className, file } of pictures) {
    // A name may hold what parts folders.
    const own = join(folder, slug, className.replaceAll(/[/\\]/g, '_'));
    mkdirSync(own, { recursive: true });
    copyFileSync(file, join(own, basename(file)));
  }
}
