import { describe, expect, it } from 'vitest';
import type { Label } from '../../../workers/protocol';
import { defaultRequest } from '../../engine';
import { exportedNow, isUnsaved, type UnsavedSource } from './unsaved';

type Photos = Record<string, ReturnType<UnsavedSource['photo']>>;
const request = { ...defaultRequest('https://here.example/'), classesText: 'fern\nmoss' };

const sourceOf = (photos: Photos, change: Partial<typeof request> = {}): UnsavedSource => ({
  getState: () => ({ photoIds: Object.keys(photos), request: { ...request, ...change } }),
  photo: (id) => photos[id],
});

const said = (className: string | null): Label | null =>
  className === null ? null : { state: 'class', className, by: '', at: '2026-05-01T06:12:00.000Z' };
const done = (className: string | null = null) =>
  ({ status: 'done', label: said(className), note: '' }) as const;
const failed = (className: string | null = null) =>
  ({ status: 'failed', label: said(className), note: '' }) as const;

describe('what leaving the page would lose', () => {
  it('is nothing without results and labels', () => {
    expect(isUnsaved(sourceOf({}), null)).toBe(false);
    expect(isUnsaved(sourceOf({ a: failed(), b: { status: 'queued', label: null, note: '' } }), null)).toBe(
      false,
    );
  });

  it('is results and labels that were never exported', () => {
    expect(isUnsaved(sourceOf({ a: failed(), b: done() }), null)).toBe(true);
    expect(isUnsaved(sourceOf({ a: failed('fern') }), null)).toBe(true);
  });

  it('is nothing once all is exported, also when a photo is removed then, or memory is set', () => {
    const exported = exportedNow(sourceOf({ a: done('fern'), b: done(), c: failed() }));
    expect(isUnsaved(sourceOf({ a: done('fern'), b: done(), c: failed() }), exported)).toBe(false);
    expect(isUnsaved(sourceOf({ b: done() }), exported)).toBe(false);
    expect(isUnsaved(sourceOf({ a: done('fern') }, { indexMemory: 20 }), exported)).toBe(false);
  });

  it('is what came, or was changed, after the export', () => {
    const exported = exportedNow(sourceOf({ a: done('fern'), b: done(), c: failed() }));
    expect(isUnsaved(sourceOf({ a: done('moss') }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ a: done() }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ b: done('fern') }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ d: done() }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ c: done() }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ a: { ...done('fern'), note: 'new' } }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ c: { ...failed(), note: 'new' } }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ b: done() }, { method: 'zero-shot' }), exported)).toBe(true);
    expect(isUnsaved(sourceOf({ b: done() }, { classesText: 'fern' }), exported)).toBe(true);
  });
});
