import { isObject } from '../../model/json.js';
import type { ApiCall } from '../remoteKind.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * Lines as orders take them: the API knows an offer by its id and by what the shop and the warehouse call it, never by its article, so
 * that is looked up. An offer that is not there becomes a line by its name alone. Of several with one article that of the site goes first.
 */
export function* linesWithOffers(
  lines: readonly Data[],
  site: unknown,
): Generator<ApiCall, readonly Data[], Readonly<Record<string, unknown>>> {
  const named = new Map<string, Data | undefined>();
  for (const article of new Set(lines.flatMap(({ offer }) => articleOf(offer) ?? []))) {
    const answer = yield {
      method: 'GET',
      path: 'store/inventories',
      query: { limit: 20, filter: { offerArticle: [article] } },
    };
    const offers = Array.isArray(answer['offers']) ? answer['offers'].filter(isObject) : [];
    named.set(article, offers.find((offer) => offer['site'] === site) ?? offers[0]);
  }
  return lines.map((line) => {
    const article = articleOf(line['offer']);
    if (article === undefined) return line;
    const found = named.get(article);
    if (found !== undefined) return { ...line, offer: { id: found['id'] } };
    const { name } = line['offer'] as Data; // articleOf looked
    return { productName: name ?? article, ...line };
  });
}

/** The article of an offer that has no better name. */
function articleOf(offer: unknown): string | undefined {
  if (!isObject(offer)) return undefined;
  const { id, externalId, xmlId, article } = offer;
  const isNamed = [id, externalId, xmlId].some((name) => name !== undefined && name !== null);
  return isNamed || article === undefined || article === null ? undefined : String(article as string | number);
}
