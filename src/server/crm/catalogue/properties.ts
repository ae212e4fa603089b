import type { Answer } from '../../http/plane.js';
import { listAnswer } from '../api/answers.js';
import { anyOf, contains, equal, readFilter, type Filters, within } from '../api/filters.js';
import { offsetOf, readPage, type Call } from '../api/parameters.js';
import type { Document } from '../store/documents.js';
import type { Store } from '../store/open.js';

interface Row {
  readonly code: string;
  readonly value: unknown;
  readonly sites: string;
  readonly groups: string;
  readonly offers: number;
  readonly numeric: number;
  readonly variative: number;
}

/** Every property that some offer has, with what the catalogue itself tells about it: nobody declares properties by the API. */
const properties = `WITH held AS (
    SELECT property.key AS code, property.value AS value, property.type IN ('integer', 'real') AS numeric,
      offers.id AS offer, offers.product_id AS product, offers.site AS site
    FROM offers, json_each(offers.document, '$.properties') AS property
  ), grouped AS (
    SELECT held.code AS code, json_extract(member.value, '$.id') AS group_id
    FROM held JOIN products ON products.id = held.product, json_each(products.document, '$.groups') AS member
  ), property AS (
    SELECT code, min(numeric) AS numeric, json_group_array(DISTINCT site) AS sites,
      count(DISTINCT product || ' ' || value) > count(DISTINCT product) AS variative,
      (SELECT json_group_array(DISTINCT group_id) FROM grouped WHERE grouped.code = held.code) AS groups
    FROM held GROUP BY code
  )`;

const propertyFilters: Filters = {
  code: equal('property.code'),
  name: contains('property.code'),
  sites: within(anyOf('site.value'), (sql) => `EXISTS (SELECT 1 FROM json_each(property.sites) AS site WHERE ${sql})`),
};

const valueFilters: Filters = {
  propertyCode: equal('property.code'),
  value: contains('held.value'),
};

/** `store/products/properties` */
export function answerProperties(call: Call): Answer {
  const page = readPage(call);
  const where = readFilter(call, propertyFilters);
  const rows = call.store.db
    .prepare<unknown[], Row>(`${properties} SELECT * FROM property WHERE ${where.sql} ORDER BY code`)
    .all(...where.values);
  const shown = rows.slice(offsetOf(page), offsetOf(page) + page.limit);
  return listAnswer(
    page,
    rows.length,
    'properties',
    shown.map((row) => showProperty(call.store, row)),
  );
}

/** `store/products/properties/values` */
export function answerPropertyValues(call: Call): Answer {
  const page = readPage(call);
  const where = readFilter(call, valueFilters);
  const rows = call.store.db
    .prepare<unknown[], Row>(
      `${properties} SELECT property.*, held.value AS value, count(DISTINCT held.offer) AS offers
       FROM property JOIN held USING (code) WHERE ${where.sql} GROUP BY property.code, held.value ORDER BY code, held.value`,
    )
    .all(...where.values);
  const shown = rows
    .slice(offsetOf(page), offsetOf(page) + page.limit)
    .map((row) => ({ property: showProperty(call.store, row), value: String(row.value), offersCount: row.offers }));
  return listAnswer(page, rows.length, 'productPropertyValues', shown);
}

function showProperty({ db }: Store, { code, sites, groups, numeric, variative }: Row): Document {
  const named = db
    .prepare<[string], { id: number; name: string }>(
      `SELECT id, json_extract(document, '$.name') AS name FROM product_groups
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
    .all(groups);
  return {
    sites: JSON.parse(sites) as unknown, // SQLite made it
    groups: named,
    code,
    name: code,
    isNumeric: numeric === 1,
    visible: true,
    variative: variative === 1,
  };
}
