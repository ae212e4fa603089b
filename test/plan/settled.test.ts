import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Spec } from '../../src/model/release.js';
import { planOfProject, projectOf } from './scene.js';

const project = projectOf({
  'shop.yaml': `kind: Calendar
code: office
timezone: Europe/Moscow
week: {mon-fri: "09:00-18:00"}
---
kind: Segment
code: loyal
name: Loyal
where: customer.ordersCount > 3
tags: [a, b]
---
kind: Team
code: hall
users: [1, 2]
---
kind: StatusGroup
code: new
name: New
statuses: [{code: new, name: New, limit: 1h}]
---
kind: CustomField
of: order
code: gift
name: Gift
type: string
`,
});

/** Ways in which a copy can differ from what the repository says; the last one: there is no copy. */
const copyOf: Readonly<Record<string, (spec: Spec) => Spec | undefined>> = {
  same: (spec) => spec,
  permuted: (spec) => Object.fromEntries(Object.entries(spec).toReversed()),
  setsTurned: (spec) => ('tags' in spec ? { ...spec, tags: ['b', 'a'] } : spec),
  renamed: (spec) => ({ ...spec, name: 'Otherwise' }),
  protected: (spec) => ({ ...spec, protected: true }),
  gone: () => undefined,
};
const way = fc.constantFrom(...Object.keys(copyOf));
const ways = fc.record(Object.fromEntries(project.resources.map(({ address }) => [address, fc.tuple(way, way)])));

function copies(chosen: Readonly<Record<string, readonly string[]>>, plane: 0 | 1): Readonly<Record<string, Spec>> {
  return Object.fromEntries(
    project.resources.flatMap(({ address, spec }) => {
      const copy = copyOf[chosen[address]![plane]!]!(spec); // both by the records above
      return copy === undefined ? [] : [[address, copy] as const];
    }),
  );
}

describe('what is settled by its digests', () => {
  test('is what a comparison of every field finds unchanged, and nothing else', () => {
    const remote = {
      StatusGroup: [{ identity: 'new', spec: project.byAddress.get('status-group/new')!.spec }],
      CustomField: [{ identity: 'order.gift', spec: project.byAddress.get('custom-field/order.gift')!.spec }],
    };
    fc.assert(
      fc.property(ways, (chosen) => {
        const running = { remote, live: copies(chosen, 0), applied: copies(chosen, 1) };
        let unknown = 0;
        const quick = planOfProject(project, running);
        const slow = planOfProject(project, { ...running, digest: () => `unknown ${unknown++}` });
        expect({ ...quick, base: { ...quick.base, applied: '' } }).toEqual({
          ...slow,
          base: { ...slow.base, applied: '' },
        });
      }),
    );
  });
});
