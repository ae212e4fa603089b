import type { RemoteKind } from '../../remoteKind.js';
import { changed, inUse, pick, rowsOf, type Row } from './rows.js';

const entities: Readonly<Record<string, string>> = {
  order: 'order',
  customer: 'customer',
  loyaltyAccount: 'loyalty_account',
};

const fields = [
  'name',
  'type',
  'dictionary',
  'required',
  'default',
  'ordering',
  'inFilter',
  'inList',
  'inGroupActions',
  'displayArea',
  'viewMode',
];

/** Fields can be made and changed, never deleted (retailCRM API v5 reference: `/custom-fields/{entity}/{code}/edit`): one that is out of use is hidden, `viewMode: miss`. */
export const customField: RemoteKind = {
  lists: [{ call: { method: 'GET', path: 'custom-fields' }, paged: true, key: 'customFields' }],
  decode([answer]) {
    return rowsOf(answer).flatMap((row) => {
      const of = Object.keys(entities).find((name) => entities[name] === row['entity']);
      if (of === undefined) return [];
      const hidden = row['viewMode'] === 'miss';
      return [
        {
          identity: `${of}.${String(row['code'])}`,
          spec: { code: row['code'], of, ...pick(row, fields), active: !hidden },
        },
      ];
    });
  },
  apiFields: () => ['code', 'of', 'active', ...fields],
  manualFields: ['type'],
  manual: (before, after) =>
    before !== undefined && after !== undefined && before['type'] !== after['type']
      ? `the CRM's API cannot change the type of a field (${String(before['type'])}). Make one with another code, or delete it in the CRM's settings first.`
      : undefined,
  untold: "the type's own settings (limits, masks) and which user groups see the field",
  implied: (desired, before) =>
    desired['viewMode'] === 'miss' ? { active: false, ...desired } : inUse(desired, before),
  write(before, after) {
    const spec = after ?? { ...before, active: false };
    const code = String(spec['code']);
    const entity = entities[String(spec['of'])] ?? String(spec['of']);
    const wanted = bodyOf(spec);
    const path = `custom-fields/${entity}`;
    if (before === undefined)
      return [{ method: 'POST', path: `${path}/create`, body: { customField: { code, ...wanted } } }];
    const edits = changed(bodyOf(before), wanted);
    if (Object.keys(edits).length === 0) return [];
    return [
      {
        method: 'POST',
        path: `${path}/${encodeURIComponent(code)}/edit`,
        body: { customField: { code, name: wanted['name'], type: wanted['type'], ...edits } },
      },
    ];
  },
};

/** `active` is the project's word for "shown". */
function bodyOf(spec: Row): Row {
  const body = pick(spec, fields);
  if (spec['active'] === false) return { ...body, viewMode: 'miss' };
  return spec['active'] === true && body['viewMode'] === 'miss' ? { ...body, viewMode: 'editable' } : body;
}
