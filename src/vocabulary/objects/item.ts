import type { Ambient, Entity, ObjectWord } from '../../language/scope.js';
import { any, listOf, number, object, string, timestamp } from '../../language/valueType.js';
import { entityOf, idOf, orderOf } from './entity.js';
import { added, amount, code, figure, flag, free, list, map, moment, one, readOnly, text } from './field.js';
import { groupsOf, priceOf, sumOf } from './items.js';
import { momentOf } from '../../language/moment.js';

export const item: ObjectWord = {
  name: 'item',
  doc: 'A line of an order (OrderProduct).',
  fields: {
    id: readOnly(figure('Id of the line.'), 'the CRM gives it; an id of your own stands in externalIds'),
    externalId: text('Id of the line in the shop (deprecated by the CRM: see externalIds).'),
    externalIds: list(any, 'Ids of the line in other systems: code and value.'),
    status: code('productStatus', 'Status of the line.'),
    quantity: amount('Pieces.'),
    initialPrice: amount('Price of one unit before discounts.'),
    discountManualAmount: amount('Manual discount a unit as a sum.'),
    discountManualPercent: amount('Manual discount a unit in percent.'),
    discountTotal: readOnly(amount('All discounts a unit.'), 'it follows from the discounts'),
    discounts: readOnly(
      list(any, 'Discounts: type and amount.'),
      'they are given by discountManualAmount or discountManualPercent',
    ),
    prices: readOnly(
      list(any, 'Prices after discounts, each with its quantity.'),
      'they follow from initialPrice and the discounts',
    ),
    priceType: one('priceType', 'Price type.'),
    purchasePrice: amount('What a unit costs the shop.'),
    vatRate: text('VAT rate.'),
    createdAt: moment('When the line was added.'),
    comment: text('Comment.'),
    offer: one('offer', 'What is sold.'),
    productName: text('Name of the product when there is no offer.'),
    isCanceled: readOnly(flag('Cancelled.'), 'it follows from item.status'),
    properties: map(any, 'Properties of the line.'),
    markingCodes: list(any, 'Marking codes.'),
    bonusesCreditTotal: readOnly(amount('Bonuses credited for the line.'), 'it follows from the loyalty program'),
    bonusesChargeTotal: readOnly(amount('Bonuses spent on the line.'), 'it follows from the loyalty program'),
    order: added(
      object('order'),
      'The order, as known now.',
      { source: 'order, looked up in the world by id' },
      orderOf,
    ),
    groups: added(
      listOf(string),
      'Codes of the catalogue groups, ancestors included when the data names them.',
      {
        source: 'groups of the line or its offer, else the log’s category',
        lookahead: 'groups that came with today’s catalogue',
      },
      groupsOf,
    ),
    price: added(
      number,
      'Price of one unit after discounts.',
      { source: 'prices, else initialPrice − discountTotal' },
      priceOf,
    ),
    sum: added(number, 'What the line costs.', { source: 'prices, else quantity × price' }, sumOf),
    addedAt: added(
      timestamp,
      'When the line was added to the order.',
      { source: 'createdAt, else the order’s creation' },
      addedAt,
    ),
    addedBy: added(
      string,
      'Who added the line: user, api, code, rule.',
      { source: 'source of the record that added it; missing for lines that came with the order' },
      (item) => item['addedBy'],
    ),
    boughtAt: added(
      timestamp,
      'When the order with the line was placed.',
      { source: 'createdAt of the order' },
      boughtAt,
    ),
  },
  twig: {
    name: added(string, 'Name of what is sold.', { source: 'offer.displayName, offer.name, productName' }, nameOf),
    summ: added(number, 'What the line costs.', { source: 'prices, else quantity × price' }, sumOf),
    canceled: added({ type: 'boolean' }, 'Cancelled.', { source: 'isCanceled' }, (item) => item['isCanceled'] === true),
    product: { ...free('The product: what is known of the offer.'), source: 'offer', compute: (item) => item['offer'] },
  },
};

function nameOf(item: Entity): unknown {
  const offer = entityOf(item['offer']);
  return offer?.['displayName'] ?? offer?.['name'] ?? item['productName'];
}

function addedAt(item: Entity, ambient: Ambient): unknown {
  return momentOf(item['createdAt'], ambient.zone) ?? boughtAt(item, ambient);
}

function boughtAt(item: Entity, ambient: Ambient): unknown {
  const order = orderOf(item, ambient);
  if (order === undefined) return undefined;
  const id = idOf(order);
  return (
    momentOf(order['createdAt'], ambient.zone) ?? (id === undefined ? undefined : ambient.world.createdAt('order', id))
  );
}
