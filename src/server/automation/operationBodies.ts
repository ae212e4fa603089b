import { isObject } from '../../model/json.js';
import type { OperatorCommand, Selection, Settlement } from '../../model/operations.js';
import type { Faults, Read } from './bodies.js';

type Fields = Readonly<Record<string, unknown>>;

const selectors = ['trigger', 'customer', 'order'] as const;
const settlements: readonly Settlement[] = ['retry', 'done', 'drop'];

/** The body of `POST commands`. */
export function readCommand(body: Fields): Read<OperatorCommand> {
  const faults: Record<string, string> = {};
  const by = said(body, 'by', faults) ?? '';
  if (by === '') faults['by'] ??= 'must be a text that is not empty';
  const reason = said(body, 'reason', faults);
  const common = { by, ...(reason !== undefined && { reason }) };
  if (body['do'] === 'cancel') {
    const where = isObject(body['where']) ? selectionOf(body['where'], 'where.', faults) : undefined;
    if (where === undefined) faults['where'] = 'must be a map: trigger, customer, order; {} is everybody';
    return result({ do: 'cancel', where: where ?? {}, ...common }, faults);
  }
  if (body['do'] !== 'settle') return { ok: false, faults: { ...faults, do: 'must be cancel or settle' } };
  const effects = Array.isArray(body['effects']) ? body['effects'].filter((id) => typeof id === 'string') : [];
  if (effects.length === 0) faults['effects'] = 'must be a list of ids that is not empty';
  const as = settlements.find((each) => each === body['as']);
  if (as === undefined) faults['as'] = `must be one of ${settlements.join(', ')}`;
  return result({ do: 'settle', effects, as: as ?? 'drop', ...common }, faults);
}

/** `trigger`, `customer` and `order` of a query or a body; unknown members are faults, so that a slip does not select everybody. */
export function selectionOf(fields: Fields, prefix: string, faults: Record<string, string>): Selection {
  for (const name of Object.keys(fields))
    if (!selectors.some((each) => each === name)) faults[prefix + name] = `is none of ${selectors.join(', ')}`;
  const given = selectors.map((name) => [name, said(fields, name, faults, prefix)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** The body of `PUT pauses`. */
export function readPause(body: Fields): Read<{ scope: string; by: string; reason?: string }> {
  const faults: Record<string, string> = {};
  const scope = said(body, 'scope', faults) ?? '';
  if (!/^(all|(trigger|customer|order)\/.+)$/.test(scope))
    faults['scope'] = 'must be all, trigger/<code>, customer/<id> or order/<id>';
  const by = said(body, 'by', faults) ?? '';
  if (by === '') faults['by'] ??= 'must be a text that is not empty';
  const reason = said(body, 'reason', faults);
  return result({ scope, by, ...(reason !== undefined && { reason }) }, faults);
}

function said(fields: Fields, name: string, faults: Record<string, string>, prefix = ''): string | undefined {
  const value = fields[name];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  faults[prefix + name] = 'must be a text that is not empty';
  return undefined;
}

function result<Value>(value: Value, faults: Faults): Read<Value> {
  return Object.keys(faults).length === 0 ? { ok: true, value } : { ok: false, faults };
}
