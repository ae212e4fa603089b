import { describe, expect, test } from 'vitest';
import { compileText } from '../../../src/language/text/index.js';
import { environment } from './shop.js';

function doubtsOf(source: string, open = false) {
  const { doubts = [] } = compileText(source, { ...environment, ...(open && { open, variables: {} }) });
  return doubts.map(({ start, end, suggestion }) => [source.slice(start, end), suggestion]);
}

describe('a value in one pair of braces goes out as it stands', () => {
  test.each([
    ['Заказ ${order.number}', '${order.number}', 'write {{ order.number }}'],
    ['Заказ { order.number } готов', '{ order.number }', 'write {{ order.number }}'],
    ['{order.items[0].offer.article}', '{order.items[0].offer.article}', 'write {{ order.items.0.offer.article }}'],
    ['{order.number|upper}', '{order.number|upper}', 'write {{ order.number|upper }}'],
    [
      '{% if order.number %}{{ order.number }}: {order.status}{% endif %}',
      '{order.status}',
      'write {{ order.status }}',
    ],
    ['<p title="${customer.firstName}">', '${customer.firstName}', 'write {{ customer.firstName }}'],
  ])('%s', (source, found, suggestion) => {
    expect(doubtsOf(source)).toEqual([[found, suggestion]]);
  });

  test('all of them are told, also beside what is wrong', () => {
    expect(doubtsOf('{order.number} ${order.status} {{ order.nubmer }}')).toHaveLength(2);
  });

  test('in a fragment, too, which reads what the texts that take it in have', () => {
    expect(doubtsOf('{order.number}', true)).toHaveLength(1);
  });

  test.each([
    ['JSON', '{"order": {"number": "A-1"}}'],
    ['CSS', 'p { color: red } a{order:1}'],
    ['a name that is not in scope', '{name} ${PHONE} { ordr.number }'],
    ['a member that is not there', '{order.nubmer}'],
    ['an object, which is no value', '{order} {customer}'],
    ['Twig', "{{ order.number }}{# {order.number} #}{% if order.number %}x{% endif %}{{ '{order.number}' }}"],
    ['what is to stand as it is', '{% verbatim %}{order.number}{% endverbatim %}'],
  ])('%s is no such thing', (_, source) => {
    expect(doubtsOf(source)).toEqual([]);
  });
});
