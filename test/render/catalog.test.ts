import { expect, test } from 'vitest';
import type { CatalogEntry } from '../../src/library/catalog.js';
import { catalogHuman } from '../../src/render/catalog.js';
import { plain } from '../../src/render/colour.js';

const entry = (code: string): CatalogEntry => ({
  code,
  name: 'Order control',
  nameRu: 'Контроль заказов',
  area: 'managers',
  summary: 'The head of sales looks at every large order, and at every order on credit, once.',
  covers: ['S1-29'],
  alternatives: [],
  kinds: [],
  needs: [],
});
const entries = [entry('order-control'), entry('stale')];

test('is a line an automation where it is piped', () => {
  expect(catalogHuman(entries, { colour: plain, width: Infinity }).split('\n').slice(0, 3)).toEqual([
    'managers',
    '  order-control  The head of sales looks at every large order, and at every order on credit, once. · Контроль заказов',
    '  stale          The head of sales looks at every large order, and at every order on credit, once. · Контроль заказов',
  ]);
});

test('keeps to the columns of a terminal, what it does beside the code', () => {
  expect(catalogHuman(entries, { colour: plain, width: 60 }).split('\n').slice(0, 5)).toEqual([
    'managers',
    '  order-control  The head of sales looks at every large',
    '                 order, and at every order on credit, once.',
    '                 Контроль заказов',
    '  stale          The head of sales looks at every large',
  ]);
});
