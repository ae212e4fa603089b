import { route, type Answer, type Request, type Route } from '../../http/plane.js';
import { failure, faulty, success } from '../answers.js';
import { readRelease } from '../bodies.js';
import type { AutomationStore } from '../store.js';

/** Releases: published once, never changed, read one by one or newest first. */
export function releaseRoutes(prefix: string, { releases }: AutomationStore): readonly Route[] {
  function publish({ body }: Request): Answer {
    const read = readRelease(body);
    if (!read.ok) return faulty(read.faults);
    const published = releases.publish(read.value);
    if (published.ok) return success({ id: published.id, number: published.number }, 201);
    const { current } = published;
    const now =
      current === undefined
        ? 'nothing was applied yet'
        : `release ${current.number} is current since ${current.appliedAt}`;
    return failure(409, `The release does not follow the current one: ${now}. Plan again.`, {
      current: current?.id ?? null,
    });
  }

  function list({ query }: Request): Answer {
    const limit = number(query['limit'], 20);
    const page = number(query['page'], 1);
    if (limit === undefined || limit > 100 || page === undefined) {
      return faulty({ limit: 'must be a number from 1 to 100', page: 'must be a number from 1' });
    }
    const { releases: heads, total } = releases.page(limit, page);
    const pagination = { limit, totalCount: total, currentPage: page, totalPageCount: Math.ceil(total / limit) };
    return success({ releases: heads, pagination });
  }

  return [
    route('POST', `${prefix}/releases`, publish),
    route('GET', `${prefix}/releases`, list),
    route('GET', `${prefix}/releases/:id`, ({ params }) => {
      const release = releases.find(params['id']!);
      return release === undefined ? failure(404, `There is no release ${params['id']}.`) : success({ release });
    }),
  ];
}

function number(value: unknown, otherwise: number): number | undefined {
  if (value === undefined) return otherwise;
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
}
