import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createListing } from '../../../src/run/store/listing.js';

const ids = ['x', 'y', 'z'];
const keys = ['a', 'b'];
const deeds = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ id: fc.constantFrom(...ids), to: fc.constantFrom(...keys, undefined) }) },
    { weight: 2, arbitrary: fc.record({ of: fc.constantFrom(...keys) }) },
    fc.constantFrom('write' as const, 'forget' as const),
  ),
  { maxLength: 30 },
);

test('each id stands where it was moved last, whether the index was read or written before, between or after', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      /** Where each id stands by the index, and where it does indeed. */
      let index = new Map<string, string | undefined>([['x', 'a']]);
      let places = new Map(index);
      const under = (where: ReadonlyMap<string, string | undefined>, key: string) =>
        ids.filter((id) => where.get(id) === key);
      const listing = createListing((key) => under(index, key));
      for (const deed of all) {
        if (deed === 'write') index = new Map(places);
        else if (deed === 'forget') {
          listing.forget();
          places = new Map(index);
        } else if ('of' in deed) expect(listing.of(deed.of).toSorted()).toEqual(under(places, deed.of));
        else {
          listing.move(deed.id, places.get(deed.id), deed.to);
          places.set(deed.id, deed.to);
        }
      }
      for (const key of keys) expect(listing.of(key).toSorted()).toEqual(under(places, key));
    }),
  );
});
