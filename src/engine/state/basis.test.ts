import { expect, it } from 'vitest';
import { candidatesOfPhoto, extrasOfClass } from './basis';
import { basis, classOf, photoOf } from './plan/testing/records';

it('what was embedded in another space, or for another embedding, is not shown', () => {
  const vector = Float32Array.of(1);
  const cls = classOf('fern');
  cls.extras = { key: '', space: 'siglip', value: { templates: [vector], descriptions: [] } };
  const photo = photoOf('a');
  const named = { names: ['fern'], embeddings: [vector] };
  photo.candidates = { key: '', query: photo.embedding!.value, value: named };
  expect([extrasOfClass(cls, basis)?.templates, candidatesOfPhoto(photo, basis)]).toEqual([[vector], named]);
  const later = { ...basis, space: 'another' };
  expect([extrasOfClass(cls, later), candidatesOfPhoto(photo, later)]).toEqual([null, null]);
  photo.embedding = { key: 'siglip', value: Float32Array.of(1) };
  expect(candidatesOfPhoto(photo, basis)).toBeNull();
});
