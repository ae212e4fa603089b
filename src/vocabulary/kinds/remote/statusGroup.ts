import type { ApiCall, RemoteKind } from '../../remoteKind.js';
import { withOrdering } from './ordering.js';
import { byOrdering, changed, inUse, pick, rowsOf, type Row } from './rows.js';

const groupFields = ['name', 'process', 'active', 'ordering'];
const statusFields = ['name', 'active', 'ordering', 'group'];

/** Statuses are upserts; groups can be written where the CRM says so, else by hand (retailCRM API v5 reference: `/reference/statuses/{code}/edit`, `/reference/status-groups`). */
export const statusGroup: RemoteKind = {
  lists: [
    { call: { method: 'GET', path: 'reference/status-groups' }, paged: false, key: 'statusGroups' },
    { call: { method: 'GET', path: 'reference/statuses' }, paged: false, key: 'statuses' },
  ],
  decode([groups, statuses]) {
    const all = rowsOf(statuses).toSorted(byOrdering);
    return rowsOf(groups).map((group) => {
      const code = String(group['code']);
      const own = all.filter((status) => status['group'] === code);
      return {
        identity: code,
        spec: {
          ...pick(group, ['code', ...groupFields]),
          statuses: own.map((status) => pick(status, ['code', ...statusFields])),
        },
      };
    });
  },
  apiFields: () => ['code', ...groupFields, 'statuses'],
  runnerFields: ['statuses.limit', 'statuses.next'],
  untold:
    "how long an order may stand in a status, and where it may go next: add `limit`, `next` and `calendar` as the CRM's settings have them",
  capability: 'statusGroups',
  manualFields: groupFields,
  manual(before, after) {
    if (after === undefined) return undefined;
    if (before === undefined)
      return "the CRM's API cannot create groups. Create it in the CRM's settings, then plan again.";
    const fields = Object.keys(changed(before, pick(after, groupFields)));
    if (fields.length === 0) return undefined;
    return `the CRM's API cannot change ${fields.join(', ')} of a group. Change it in the CRM's settings, then plan again.`;
  },
  implied(desired, before) {
    const there = new Map(statusesOf(before).map((status) => [status['code'], status]));
    const statuses = statusesOf(desired).map((status) => {
      const known = there.get(status['code']);
      return inUse(known?.['group'] === undefined ? status : { group: desired['code'], ...status }, known);
    });
    return inUse({ ...desired, statuses }, before);
  },
  arrange(remote, desired) {
    const home = new Map(
      desired.flatMap((group) => statusesOf(group).map((status) => [status['code'], group['code']])),
    );
    const placeOf = (status: Row): unknown => home.get(status['code']) ?? status['group'];
    const all = remote.flatMap(({ spec }) => statusesOf(spec));
    return remote.map(({ identity, spec }) => {
      const own = statusesOf(spec).filter((status) => placeOf(status) === identity);
      const moved = all.filter((status) => placeOf(status) === identity && !own.includes(status));
      return { identity, spec: { ...spec, statuses: [...own, ...moved] } };
    });
  },
  write(before, after, capable = false) {
    if (after === undefined) return retired(before ?? {}, capable);
    if (before === undefined && !capable) return [];
    return [...(capable ? groupCalls(before, after) : []), ...statusCalls(before, after)];
  },
};

function groupCalls(before: Row | undefined, after: Row): readonly ApiCall[] {
  const fields = changed(before, pick(before === undefined ? { process: false, ...after } : after, groupFields));
  if (before !== undefined && Object.keys(fields).length === 0) return [];
  const code = String(after['code']);
  return [writeGroup(code, { code, name: after['name'] ?? code, ...fields })];
}

/** A moved status arrives with the place of its old group: the new list decides. */
function statusCalls(before: Row | undefined, after: Row): readonly ApiCall[] {
  const group = String(after['code']);
  const known = new Map(statusesOf(before ?? {}).map((status) => [status['code'], status]));
  const wanted = withOrdering(statusesOf(after)).map((status) => ({ ...status, group }) as Row);
  const writes = wanted.flatMap((status) => {
    const fields = changed(known.get(status['code']), pick(status, statusFields));
    return Object.keys(fields).length === 0 ? [] : [writeStatus(status, { name: status['name'], group, ...fields })];
  });
  const kept = new Set(wanted.map((status) => status['code']));
  const gone = [...known.values()].filter((status) => !kept.has(status['code']) && !isOut(status));
  return [...writes, ...gone.map(deactivated)];
}

function retired(before: Row, capable: boolean): readonly ApiCall[] {
  const code = String(before['code']);
  const statuses = statusesOf(before)
    .filter((status) => !isOut(status))
    .map(deactivated);
  if (!capable || isOut(before)) return statuses;
  return [...statuses, writeGroup(code, { code, name: before['name'], active: false })];
}

function deactivated(status: Row): ApiCall {
  return writeStatus(status, { name: status['name'], group: status['group'], active: false });
}

function writeStatus(status: Row, fields: Row): ApiCall {
  const code = String(status['code']);
  return {
    method: 'POST',
    path: `reference/statuses/${encodeURIComponent(code)}/edit`,
    body: { status: { code, ...fields } },
  };
}

/** Beyond retailCRM's API: the CRM that announces the capability offers this beside it. */
function writeGroup(code: string, statusGroup: Row): ApiCall {
  return {
    method: 'POST',
    path: `/automation/v1/status-groups/${encodeURIComponent(code)}/edit`,
    body: { statusGroup },
  };
}

function statusesOf(group: Row): readonly Row[] {
  return rowsOf(group['statuses']);
}

function isOut(row: Row): boolean {
  return row['active'] === false;
}
