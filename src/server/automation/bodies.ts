import { eventDataProblem } from '../../model/event.js';
import { parseInstant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import type { CloudEvent, NewRelease, ReleaseConfig, ReleasedResource, Spec } from '../../model/release.js';

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a body, by the place in it: `live[3].address` → `must be a text that is not empty`. */
export type Faults = Readonly<Record<string, string>>;
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: Faults };

/** The body of `POST releases`. */
export function readRelease(body: Fields): Read<NewRelease> {
  const faults: Record<string, string> = {};
  const parent = body['parent'] === null ? null : text(body, 'parent', '', faults);
  const release = {
    parent,
    project: text(body, 'project', '', faults),
    revision: text(body, 'revision', '', faults),
    config: config(body['config'], faults),
    live: resources(body['live'], 'live', faults),
    applied: resources(body['applied'], 'applied', faults),
  };
  return result(release, faults);
}

export function readSpec(body: Fields): Read<Spec> {
  const { spec } = body;
  return isObject(spec) ? { ok: true, value: spec } : { ok: false, faults: { spec: 'must be a map' } };
}

export function readLock(body: Fields): Read<{ owner: string; ttlSeconds: number }> {
  const faults: Record<string, string> = {};
  const owner = text(body, 'owner', '', faults);
  const { ttlSeconds } = body;
  const seconds = typeof ttlSeconds === 'number' && Number.isInteger(ttlSeconds) ? ttlSeconds : 0;
  if (seconds < 1 || seconds > 86_400) faults['ttlSeconds'] = 'must be a whole number from 1 to 86400';
  return result({ owner, ttlSeconds: seconds }, faults);
}

export function readOwner(body: Fields): Read<string> {
  const faults: Record<string, string> = {};
  return result(text(body, 'owner', '', faults), faults);
}

export function readEvents(body: Fields): Read<readonly CloudEvent[]> {
  const faults: Record<string, string> = {};
  return result(items(body['events'], 'events', faults, event), faults);
}

function config(value: unknown, faults: Record<string, string>): ReleaseConfig {
  const fields = map(value, 'config', faults);
  const tasks = fields['tasks'];
  if (tasks !== undefined && !isObject(tasks)) faults['config.tasks'] = 'must be a map';
  return {
    name: text(fields, 'name', 'config.', faults),
    timezone: text(fields, 'timezone', 'config.', faults),
    currency: text(fields, 'currency', 'config.', faults),
    locale: text(fields, 'locale', 'config.', faults),
    ...(isObject(tasks) && { tasks }),
    ...shop(fields['shop'], faults),
    ...objects(fields['fields'], faults),
  };
}

function objects(value: unknown, faults: Record<string, string>): Pick<ReleaseConfig, 'fields'> {
  if (value === undefined) return {};
  const found: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [object, members] of Object.entries(map(value, 'config.fields', faults)))
    found[object] = map(members, `config.fields.${object}`, faults);
  return { fields: found };
}

function shop(value: unknown, faults: Record<string, string>): Pick<ReleaseConfig, 'shop'> {
  if (value === undefined) return {};
  const texts: Record<string, string | number> = {};
  for (const [key, text] of Object.entries(map(value, 'config.shop', faults))) {
    if (typeof text === 'string' || typeof text === 'number') texts[key] = text;
    else faults[`config.shop.${key}`] = 'must be a text or a number';
  }
  return { shop: texts };
}

function resources(
  value: unknown,
  place: string,
  faults: Record<string, string>,
): (ReleasedResource & { protected?: boolean })[] {
  const seen = new Set<string>();
  return items(value, place, faults, (item, at) => {
    const fields = map(item, at, faults);
    const address = text(fields, 'address', `${at}.`, faults);
    if (seen.has(address)) faults[`${at}.address`] = `"${address}" is there twice`;
    seen.add(address);
    const kept = fields['protected'];
    if (kept !== undefined && typeof kept !== 'boolean') faults[`${at}.protected`] = 'must be true or false';
    return {
      address,
      kind: text(fields, 'kind', `${at}.`, faults),
      spec: map(fields['spec'], `${at}.spec`, faults),
      ...(typeof kept === 'boolean' && { protected: kept }),
    };
  });
}

function event(item: unknown, at: string, faults: Record<string, string>): CloudEvent {
  const fields = map(item, at, faults);
  const time = text(fields, 'time', `${at}.`, faults);
  if (time !== '' && parseInstant(time) === undefined)
    faults[`${at}.time`] = `"${time}" is no ISO 8601 time with Z or an offset`;
  const problem = isObject(fields['data']) ? eventDataProblem(fields['data']) : undefined;
  if (problem !== undefined) faults[`${at}.data.${problem.place}`] = problem.message;
  const subject = fields['subject'];
  return {
    specversion: '1.0',
    id: text(fields, 'id', `${at}.`, faults),
    source: text(fields, 'source', `${at}.`, faults),
    type: text(fields, 'type', `${at}.`, faults),
    ...(typeof subject === 'string' && { subject }),
    time,
    data: map(fields['data'], `${at}.data`, faults),
  };
}

function items<Item>(
  value: unknown,
  place: string,
  faults: Record<string, string>,
  read: (item: unknown, at: string, faults: Record<string, string>) => Item,
): Item[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => read(item, `${place}[${index}]`, faults));
  faults[place] = 'must be a list';
  return [];
}

function map(value: unknown, place: string, faults: Record<string, string>): Fields {
  if (isObject(value)) return value;
  faults[place] = 'must be a map';
  return {};
}

function text(fields: Fields, name: string, prefix: string, faults: Record<string, string>): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  faults[prefix + name] ??= 'must be a text that is not empty';
  return '';
}

function result<Value>(value: Value, faults: Faults): Read<Value> {
  return Object.keys(faults).length === 0 ? { ok: true, value } : { ok: false, faults };
}
