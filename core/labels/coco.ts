import { writeLines } from '../classes/syntax';
import { FernglassError } from '../errors';
import { LabelCollector, type ReadLabels } from './label';

type Loose = { readonly [key: string]: unknown };

/**
 * Labels of a COCO file that says a class for whole pictures, as iNaturalist's competitions have them: `images` with
 * `id` and `file_name`, `annotations` with `image_id` and `category_id`, `categories` with `id` and `name`, and `common_name` where it
 * has another.
 * @param json the file's content, parsed
 * @throws FernglassError `input-invalid` where it is no such file
 */
export function labelsOfCoco(json: unknown): ReadLabels {
  const { images, annotations, categories } = (isObject(json) ? json : {}) as Loose;
  if (!Array.isArray(images) || !Array.isArray(annotations) || !Array.isArray(categories))
    throw new FernglassError(
      'input-invalid',
      'The JSON holds no labels: in COCO’s form it has the lists images, annotations and categories. Save it in that form, or as CSV with the columns filename and class.',
    );
  const names = new Map(
    categories.filter(isObject).map((category) => [String(category.id), nameOf(category)]),
  );
  const classes = new Map<string, Set<string>>();
  for (const annotation of annotations.filter(isObject)) {
    const key = String(annotation.image_id);
    const name = names.get(String(annotation.category_id)) || String(annotation.category_id ?? '');
    const known = classes.get(key) ?? new Set();
    if (name !== '') classes.set(key, known.add(name));
  }
  const labels = new LabelCollector();
  images.forEach((image, i) => {
    const where = `image ${i + 1}`;
    if (!isObject(image)) {
      labels.complain('not read', `${where}: not an image’s record`);
      return;
    }
    const file = textOf(image.file_name ?? image.path).replaceAll('\\', '/');
    const [className = '', ...more] = classes.get(String(image.id)) ?? [];
    if (more.length > 0) {
      const several = [className, ...more].join(', ');
      labels.complain('several classes', `${where}: ${file} is of several classes (${several})`);
    } else labels.add(where, { file, className, part: null, group: groupOf(image) });
  });
  return labels;
}

/** A category's names as a class list has them. */
function nameOf({ name, common_name: common }: Loose): string {
  const names = [...new Set([textOf(name), textOf(common)])].filter((one) => one !== '');
  return names.length > 1 ? (writeLines(names, [])[0] ?? '') : (names[0] ?? '');
}

/** What pictures of one place or one series share in camera-trap sets. */
const groupOf = (image: Loose) => textOf(image.seq_id ?? image.location) || null;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const textOf = (value: unknown) =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
