import { canonicalJson } from '../../../model/digest.js';
import { isObject } from '../../../model/json.js';
import type { RemoteKind } from '../../remoteKind.js';
import { inUse, pick, rowsOf, type Row } from './rows.js';

const path = 'reference/mg-channels/templates';

const fields = ['name', 'mgChannelId', 'lang', 'category', 'namespace', 'template', 'templateExample'];
const around = ['header', 'footer', 'buttons'];

/** What the messenger looks at: a template that differs in it waits for approval anew. */
const judged = [...fields.filter((name) => name !== 'templateExample'), ...around];

const approved = 'APPROVED';

/**
 * Templates of messengers are upserts in bulk (retailCRM API v5 reference: `/reference/mg-channels/templates/edit`). An account of a messenger that is attached to several channels has
 * each once a channel; a project has one of a code, in the channel that it names. What the messenger says of them, `verificationStatus`, is read and never written.
 */
export const messengerTemplate: RemoteKind = {
  lists: [{ call: { method: 'GET', path }, paged: true, key: 'templates', mayBeRefused: true }],
  decode: ([answer]) => rowsOf(answer).map(specOf),
  apiFields: () => ['code', 'id', 'active', 'verificationStatus', ...fields, ...around],
  untold: 'what the messenger still has to approve',
  implied: inUse,
  keptBecause: 'deleted it would lose its approval',
  arrange(remote, desired) {
    const wanted = new Map(desired.map((spec) => [spec['code'], spec['mgChannelId']]));
    const chosen = new Map<string, (typeof remote)[number]>();
    for (const each of remote) {
      const isWanted = wanted.get(each.identity) === each.spec['mgChannelId'];
      if (isWanted || !chosen.has(each.identity)) chosen.set(each.identity, each);
    }
    return [...chosen.values()];
  },
  write(before, after) {
    const spec = after ?? { ...before, active: false };
    const [was, wanted] = [before && bodyOf(before), bodyOf(spec)];
    if (same(was, wanted)) return [];
    const id = before?.['id'] === undefined ? {} : { id: before['id'] };
    return [{ method: 'POST', path: `${path}/edit`, body: { templates: [{ ...id, ...wanted }], removed: [] } }];
  },
  awaits(before, after) {
    if (after['active'] === false) return undefined;
    if (before === undefined || !judged.every((name) => same(before[name], after[name])))
      return 'the messenger has to approve it first: until then nothing is sent by it';
    const status = before['verificationStatus'];
    return status === approved ? undefined : `the messenger has not approved it: ${saidOf(status)}`;
  },
};

function saidOf(status: unknown): string {
  return typeof status === 'string' && status !== '' ? status : 'no word of it yet';
}

function specOf(row: Row): { readonly identity: string; readonly spec: Row } {
  const channel = isObject(row['channel']) ? row['channel']['id'] : row['mgChannelId'];
  const code = String(row['code'] ?? row['name']);
  const spec = {
    code,
    ...pick(row, ['id', 'active', 'verificationStatus', ...fields, ...around]),
    ...(channel !== undefined && { mgChannelId: channel }),
  };
  return { identity: code, spec: withoutEmpty(placesNamed(spec) as Row) };
}

/** `{}` is the API's short form of a place for a value of one's own. */
function placesNamed(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown) =>
      isObject(item) && Object.keys(item).length === 0 ? { var: 'custom' } : placesNamed(item),
    );
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, placesNamed(member)]));
}

/** What is not there, the CRM gives as an empty text, list or map. */
function withoutEmpty(spec: Row): Row {
  return Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value !== '' && !(typeof value === 'object' && isEmpty(value))),
  );
}

function isEmpty(value: object | null): boolean {
  return value === null || Object.keys(value).length === 0;
}

/** The whole of it: what the project took away is sent as empty. */
function bodyOf(spec: Row): Row {
  return {
    code: spec['code'],
    active: spec['active'] !== false,
    templateExample: [],
    header: null,
    footer: '',
    buttons: [],
    ...pick(spec, [...fields, ...around]),
    name: spec['name'] ?? spec['code'],
  };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}
