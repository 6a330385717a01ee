import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PhotoInput } from '../../../../core';
import { PhotoOrder } from './photo-order';

const input = (id: string): PhotoInput => ({
  id,
  atoms: { own: [1], captions: [], similarities: [] },
  paired: null,
  candidates: null,
});

it('has photos back at their places, however many went and came', () => {
  const letters = [...'abcdefgh'];
  const some = fc.subarray(letters);
  fc.assert(
    fc.property(some, some, fc.subarray([...'xyz']), (kept, gone, new_) => {
      const order = new PhotoOrder();
      const all = [...new Set([...kept, ...gone])].sort();
      for (const id of all) order.put(input(id));
      const removed = all
        .filter((id) => gone.includes(id))
        .map((id) => ({ input: order.get(id)!, place: order.placeOf(id) }));
      order.remove(new Set(gone));
      for (const id of new_) order.put(input(id));
      order.putBack(removed);
      expect(order.inputs.map(({ id }) => id)).toEqual([...all, ...new_]);
      for (const [place, { id }] of order.inputs.entries()) expect(order.placeOf(id)).toBe(place);
    }),
  );
});

it('keeps places as a plain list would', () => {
  const ids = fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 6 });
  const step = fc.record({ how: fc.constantFrom('put', 'remove', 'reorder'), ids });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const order = new PhotoOrder();
      let plain: string[] = [];
      for (const { how, ids } of steps) {
        if (how === 'put') for (const id of ids) order.put(input(id));
        else if (how === 'remove') order.remove(new Set(ids));
        else order.reorder(ids);
        if (how === 'put') plain = [...new Set([...plain, ...ids])];
        else if (how === 'remove') plain = plain.filter((id) => !ids.includes(id));
        else plain = [...new Set([...ids.filter((id) => plain.includes(id)), ...plain])];
        expect(order.inputs.map(({ id }) => id)).toEqual(plain);
        for (const id of 'abcdefgh') expect(order.placeOf(id)).toBe(plain.indexOf(id));
      }
    }),
  );
});
