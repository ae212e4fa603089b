import type { RemoteKind } from '../../remoteKind.js';
import { withOrdering } from './ordering.js';
import { byOrdering, pick, rowsOf, type Row } from './rows.js';

const path = 'custom-fields/dictionaries';

/** A dictionary is written whole: name and elements (retailCRM API v5 reference: `/custom-fields/dictionaries/{code}/edit`). */
export const dictionary: RemoteKind = {
  lists: [{ call: { method: 'GET', path }, paged: true, key: 'customDictionaries' }],
  decode: ([answer]) =>
    rowsOf(answer).map((row) => ({
      identity: String(row['code']),
      spec: {
        ...pick(row, ['code', 'name']),
        elements: rowsOf(row['elements'])
          .toSorted(byOrdering)
          .map((element) => pick(element, ['code', 'name', 'ordering'])),
      },
    })),
  apiFields: () => ['code', 'name', 'elements'],
  write(before, after) {
    if (after === undefined) return [];
    const customDictionary = bodyOf(after);
    const code = String(after['code']);
    if (before === undefined) return [{ method: 'POST', path: `${path}/create`, body: { customDictionary } }];
    if (JSON.stringify(bodyOf(before)) === JSON.stringify(customDictionary)) return [];
    return [{ method: 'POST', path: `${path}/${encodeURIComponent(code)}/edit`, body: { customDictionary } }];
  },
  manual: (before, after) =>
    before !== undefined && after === undefined
      ? "the CRM's API cannot delete dictionaries. Delete it in the CRM's settings, or keep it in the project."
      : undefined,
};

function bodyOf(spec: Row): Row {
  const elements = withOrdering(rowsOf(spec['elements']));
  return {
    code: spec['code'],
    name: spec['name'] ?? spec['code'],
    elements: elements.map((row) => pick(row, ['code', 'name', 'ordering'])),
  };
}
