import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../../../engine';
import { enrichmentReason } from './enrichment-reason';

const state = (status: string, patch: object = {}) =>
  ({
    model: { info: { id: 'small' } },
    index: {
      status,
      error: null,
      asks: null,
      info: {
        captionsPresent: 10,
        bytesPresent: 1_000_000,
        bytesTotal: 4_000_000,
        manifest: {
          title: 'Birds',
          captions: 10,
          model: { id: 'large' },
          provenance: { source: 'a flora', licence: 'CC0' },
        },
      },
      ...patch,
    },
  }) as unknown as EngineState;

const { info } = state('ready').index;

describe('why captions do not take part', () => {
  it('has no reason when all do', () => {
    expect(enrichmentReason(state('ready'))).toBeNull();
  });

  it('names both models when the index does not fit', () => {
    const reason = enrichmentReason(state('unfit'));
    expect(reason?.text).toContain('large');
    expect(reason?.text).toContain('small');
  });

  it('passes on what failed and offers a retry', () => {
    const error = { code: 'index-not-found', message: 'No manifest there (404).' };
    expect(enrichmentReason(state('failed', { error, info: null }))).toEqual({
      tone: 'error',
      text: 'No manifest there (404).',
      action: 'retry',
    });
  });

  it('says how far a download is, and offers to go on with a paused one', () => {
    expect(enrichmentReason(state('downloading'))?.text).toContain('1.0 MB of 4.0 MB');
    expect(enrichmentReason(state('paused'))?.action).toBe('resume');
    expect(enrichmentReason(state('opening', { info: null }))?.tone).toBe('note');
  });

  it('says that a part was fetched for the field, and offers the rest', () => {
    const asks = { bytes: 3e9, host: 'captions.example', freeBytes: null };
    expect(enrichmentReason(state('paused', { asks }))).toMatchObject({
      action: 'fetch',
      tone: 'note',
      text: expect.stringContaining('fetched for the field'),
    });
  });

  it('asks before a large index is fetched: size, host, licence, and the room there is', () => {
    const asked = (freeBytes: number | null) =>
      enrichmentReason(
        state('paused', {
          asks: { bytes: 43e10, host: 'captions.example', freeBytes },
          info: { ...info, captionsPresent: 0 },
        }),
      )!;
    expect(asked(null)).toMatchObject({ action: 'fetch', tone: 'note' });
    expect(asked(null).text).toMatch(
      /^Birds has 430 GB and comes from captions\.example \(a flora, licence: CC0\)\./,
    );
    expect(asked(9e9).text).toContain('room for 9.0 GB: not all of it would be kept');
    expect(asked(9e11).text).toContain('room for 900 GB.');
  });
});
