import { shapes } from '../../language/shape.js';
import { boolean, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { given, idleStep } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';

const tags = shapes.oneOrMany(shapes.value(shapes.string(), string), 'Names of tags.');

export const tag: ActionWord = {
  name: 'tag',
  doc: 'Tags of the customer.',
  example: '{id: mark, tag: {add: no-answer, remove: [loyal]}}',
  value: shapes.object({ add: tags, remove: tags }),
  shows: ['add', 'remove'],
  idle: (spec) => {
    const { add, remove } = given(spec, 'tag');
    return add === undefined && remove === undefined ? idleStep('tag', 'tag: {add: …}') : [];
  },
  idempotency: 'set',
  reaches: 'crm',
  results: { ok: boolean },
  needs: ['customer'],
  prepare: ({ evaluate, scope }) => {
    const present = tagsOf(scope['customer']);
    const add = namesOf(evaluate(['tag', 'add'])).filter((name) => !present.includes(name));
    const remove = namesOf(evaluate(['tag', 'remove'])).filter((name) => present.includes(name));
    return add.length + remove.length === 0 ? undefined : { add, remove };
  },
  happen: ({ customer, data }, { world }) => {
    const present = customer === undefined ? [] : tagsOf(world.customer(customer));
    const { add, remove } = data as { readonly add: readonly string[]; readonly remove: readonly string[] }; // made above
    // The CRM tells tags one by one.
    const changes = [
      ...remove
        .filter((name) => present.includes(name))
        .map((name) => ({ field: 'tags', old: { name }, new: null, element: name })),
      ...add
        .filter((name) => !present.includes(name))
        .map((name) => ({ field: 'tags', old: null, new: { name }, element: name })),
    ];
    if (changes.length === 0) return { result: { ok: true } };
    return {
      event: { type: 'customer.changed', data: { customer: { id: customer }, changes } },
      result: { ok: true },
    };
  },
  live: {
    by: 'api',
    procedure: function* ({ customer, data }) {
      const answer = yield { method: 'GET', path: `customers/${customer}`, query: { by: 'id' } };
      const known = isObject(answer['customer']) ? answer['customer'] : {};
      const present = tagsOf(known);
      const addTags = namesOf(data['add']).filter((name) => !present.includes(name));
      const removeTags = namesOf(data['remove']).filter((name) => present.includes(name));
      if (addTags.length + removeTags.length > 0)
        yield {
          method: 'POST',
          path: `customers/${customer}/edit`,
          body: { by: 'id', site: known['site'], customer: { addTags, removeTags } },
        };
      return { ok: true };
    },
  },
};

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function tagsOf(customer: unknown): readonly string[] {
  const list = isObject(customer) && Array.isArray(customer['tags']) ? customer['tags'] : [];
  return namesOf(list.map((entry: unknown) => (isObject(entry) ? entry['name'] : entry)));
}
