import type { Effect } from '../../model/effect.js';
import { isObject } from '../../model/json.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import type { ApiCall } from '../remoteKind.js';

type Answer = Readonly<Record<string, unknown>>;

/** What is left in a comment so that the object can be found again after an ambiguous failure (docs/operations.md#when-it-crashes, class C). */
export function markOf(effect: Effect): string {
  return `crmctl:${effect.id}`;
}

/** The id of the effect whose mark stands in a text. */
export function markedIn(text: unknown): string | undefined {
  return typeof text === 'string' ? /crmctl:([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/.exec(text)?.[1] : undefined;
}

/**
 * Looks a created object up by its mark. Task lists carry no comment, so each candidate that was created since the
 * effect is read. Returns its id.
 */
export function* searchRows(
  effect: Effect,
  zone: string,
  where: {
    readonly list: string;
    readonly key: string;
    readonly one: string;
    readonly filter: Readonly<Record<string, unknown>>;
  },
): Generator<ApiCall, unknown, Answer> {
  // A margin for clocks that differ.
  const createdAtFrom = formatLocal(toLocal(zone, (effect.at - 600_000) as Effect['at']));
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = yield {
      method: 'GET',
      path: where.list,
      query: { limit: 100, page, filter: { ...where.filter, createdAtFrom } },
    };
    const pagination = answer['pagination'];
    pages = isObject(pagination) ? Number(pagination['totalPageCount']) : 1;
    for (const row of rowsOf(answer[where.key])) {
      const whole = (yield { method: 'GET', path: `${where.list}/${String(row['id'])}` })[where.one];
      if (isObject(whole) && JSON.stringify(whole).includes(markOf(effect))) return row['id'];
    }
  }
  return undefined;
}

function rowsOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
