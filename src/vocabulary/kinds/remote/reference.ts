import type { RemoteKind } from '../../remoteKind.js';
import { kebab } from '../../../model/kebab.js';
import { identityOf, referenceFields } from '../reference.js';
import { changed, inUse, pick, rowsOf, type Row } from './rows.js';

interface Home {
  /** Member of the list answer; the path below `reference/` follows from it. */
  readonly key: string;
  /** Of `active` and `description` those that the API has here. */
  readonly also: readonly ('active' | 'description')[];
  /** The API only edits what is there (sites). */
  readonly editOnly?: true;
}

/** One row a reference that the API writes: `POST reference/{path}/{code}/edit`, the body member named like the reference. */
const homes: Readonly<Record<string, Home>> = {
  orderType: { key: 'orderTypes', also: ['active'] },
  orderMethod: { key: 'orderMethods', also: ['active'] },
  paymentType: { key: 'paymentTypes', also: ['active', 'description'] },
  paymentStatus: { key: 'paymentStatuses', also: ['active', 'description'] },
  deliveryType: { key: 'deliveryTypes', also: ['active', 'description'] },
  deliveryService: { key: 'deliveryServices', also: ['active'] },
  productStatus: { key: 'productStatuses', also: ['active'] },
  store: { key: 'stores', also: ['active', 'description'] },
  priceType: { key: 'priceTypes', also: ['active', 'description'] },
  unit: { key: 'units', also: ['active'] },
  site: { key: 'sites', also: ['description'], editOnly: true },
  legalEntity: { key: 'legalEntities', also: [] },
  costGroup: { key: 'costGroups', also: ['active'] },
  costItem: { key: 'costItems', also: ['active'] },
};

const named = Object.entries(homes);

/** Upserts by code, nothing is deletable (retailCRM API v5 reference: `/reference/…/{code}/edit`). */
export const reference: RemoteKind = {
  lists: named.map(([of, home]) => ({
    call: { method: 'GET', path: pathOf(home) },
    paged: false,
    key: home.key,
    covers: `${kebab(of)}.`,
  })),
  decode: (answers) =>
    named.flatMap(([of], index) =>
      rowsOf(answers[index]).map((row) => ({
        identity: identityOf({ of, code: row['code'] }),
        spec: { of, ...pick(row, ['code', ...apiFields(of)]) },
      })),
    ),
  apiFields: (spec) => ['of', 'code', ...apiFields(String(spec['of']))],
  untold: 'rights of user groups, addresses and phones of stores, settings of integrations',
  implied: inUse,
  manual(before, after) {
    if (before === undefined && after !== undefined && homeOf(after).editOnly) {
      return "the CRM's API cannot create sites. Create it in the CRM's settings, then plan again.";
    }
    if (after === undefined && before !== undefined && !canRetire(before)) {
      return "the CRM's API can neither delete nor deactivate it. Do so in the CRM's settings, or keep it in the project.";
    }
    return undefined;
  },
  write(before, after) {
    if (after === undefined) {
      return before !== undefined && canRetire(before) && before['active'] !== false
        ? [edit(before, { name: before['name'], active: false })]
        : [];
    }
    const home = homeOf(after);
    if (before === undefined && home.editOnly) return [];
    const fields = changed(before, pick(after, apiFields(String(after['of']))));
    if (before !== undefined && Object.keys(fields).length === 0) return [];
    return [edit(after, { ...pick(after, ['name']), ...fields })];
  },
};

function edit(spec: Row, fields: Row): ReturnType<RemoteKind['write']>[number] {
  const of = String(spec['of']);
  const code = String(spec['code']);
  return {
    method: 'POST',
    path: `${pathOf(homeOf(spec))}/${encodeURIComponent(code)}/edit`,
    body: { [of]: { code, ...fields } },
  };
}

/** A legal entity is called by its `legalName`; the project's `name` is its own. */
function apiFields(of: string): readonly string[] {
  const fields = [...homeOf({ of }).also, ...Object.keys(referenceFields[of]!)]; // the shape's own choice
  return of === 'legalEntity' ? fields : ['name', ...fields];
}

function canRetire(spec: Row): boolean {
  return homeOf(spec).also.includes('active');
}

function homeOf(spec: Row): Home {
  const home = homes[String(spec['of'])];
  if (home === undefined) throw new Error(`no home in the CRM for a reference of ${String(spec['of'])}`);
  return home;
}

function pathOf({ key }: Home): string {
  return `reference/${kebab(key)}`;
}
