import { describe, expect, it } from 'vitest';
import { parseClasses } from '../classes/parse';
import { classResolver, labelsOfCoco } from '.';

describe('COCO’s form', () => {
  const categories = [
    { id: 7, name: 'fox' },
    { id: 8, name: 'badger' },
  ];

  it('says the class of whole pictures', () => {
    const images = [
      { id: 1, file_name: 'a/1.jpg', location: 12 },
      { id: 2, file_name: '2.jpg' },
      { id: 3, file_name: '3.jpg' },
    ];
    const annotations = [
      { image_id: 1, category_id: 8 },
      { image_id: 1, category_id: 8 },
      { image_id: 2, category_id: 7 },
      { image_id: 2, category_id: 8 },
    ];
    const { labels, problems } = labelsOfCoco({ images, annotations, categories });
    expect(labels).toEqual([{ file: 'a/1.jpg', className: 'badger', part: null, group: '12' }]);
    expect(problems.map(({ kind }) => kind)).toEqual(['several classes', 'no class']);
  });

  it('has common names beside scientific ones where it says both, as iNaturalist’s', () => {
    const { labels } = labelsOfCoco({
      images: [{ id: 1, file_name: 'train_mini/1.jpg' }],
      annotations: [{ image_id: 1, category_id: 3 }],
      categories: [{ id: 3, name: 'Vulpes vulpes', common_name: 'Red Fox' }],
    });
    const list = parseClasses('badger\nred fox').classes;
    expect(classResolver(list, null)(labels[0]!.className)).toMatchObject({
      place: 1,
      names: ['Vulpes vulpes', 'Red Fox'],
    });
  });

  it('is said to be missing where it is another', () => {
    for (const json of [null, [], {}, { images: [] }, 'x'])
      expect(() => labelsOfCoco(json)).toThrow(/images, annotations and categories/);
  });
});
