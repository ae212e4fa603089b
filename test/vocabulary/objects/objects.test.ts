import { describe, expect, test } from 'vitest';
import type { Field } from '../../../src/language/scope.js';
import type { ValueType } from '../../../src/language/valueType.js';
import { objects } from '../../../src/vocabulary/objects/index.js';

const names = new Set(objects.map(({ name }) => name));
const fieldsOf = (word: (typeof objects)[number]): readonly (readonly [string, Field])[] => [
  ...Object.entries(word.fields),
  ...Object.entries(word.twig ?? {}),
];

test('an object has one name', () => {
  expect(names.size).toBe(objects.length);
});

describe.each(objects.map((word) => [word.name, word] as const))('%s', (_, word) => {
  test('says in a sentence what it and every field is', () => {
    for (const doc of [word.doc, ...fieldsOf(word).map(([, field]) => field.doc)]) expect(doc).toMatch(/^\S.*[.…]$/);
  });

  test('refers to objects that exist', () => {
    for (const [, { type }] of fieldsOf(word)) for (const name of objectsIn(type)) expect(names).toContain(name);
  });

  test('names the source of what crmctl computes', () => {
    for (const [, field] of fieldsOf(word)) if (field.compute) expect(field.source).toBeTruthy();
  });
});

/** Every field that the entities of the retailCRM API v5 reference have. */
const api: Readonly<Record<string, string>> = {
  order:
    'bonusesCreditTotal bonusesChargeTotal summ currency id slug number externalId orderType orderMethod privilegeType countryIso createdAt statusUpdatedAt discountManualAmount discountManualPercent totalSumm prepaySum purchaseSumm personalDiscountPercent loyaltyAccount loyaltyLevel loyaltyEventDiscount mark markDatetime lastName firstName patronymic phone additionalPhone email call expired customerComment managerComment managerId customer contact company contragent delivery marketplace site status statusComment source items fullPaidAt payments links fromApi weight length width height shipmentStore shipmentDate shipped dialogId customFields clientId loyaltyEventId applyRound manager statusGroup statusSince isPaid availableItems',
  item: 'externalId markingCodes id externalIds priceType initialPrice discountManualAmount discountManualPercent discountTotal prices vatRate createdAt quantity status comment offer order productName isCanceled properties discounts purchasePrice bonusesCreditTotal bonusesChargeTotal groups price sum addedAt addedBy boughtAt',
  offer:
    'displayName id externalId xmlId name article vatRate unit barcode properties quantity price images prices purchasePrice weight length width height active site',
  payment: 'id status type externalId amount paidAt comment',
  delivery: 'code integrationCode data service cost netCost date time address vatRate',
  address:
    'id name isMain index countryIso region regionId city cityId cityType street streetId streetType building flat floor block house housing metro notes text externalId',
  customer:
    'type id externalId isContact createdAt managerId vip bad browserId site contragent tags attachedTag avgMarginSumm marginSumm totalSumm averageSumm ordersCount costSumm customFields personalDiscount cumulativeDiscount discountCardNumber firstClientId lastClientId address segments maturationTime firstName lastName patronymic sex presumableSex email emailMarketingUnsubscribedAt phones birthday source photoUrl mgCustomerId subscribed customerSubscriptions mgCustomers phone orders purchases items viewed lastOrderAt daysSinceLastOrder purchaseInterval channels manager',
  user: 'id createdAt active email firstName lastName patronymic position photoUrl phone status online isAdmin isManager groups mgUserId senderEmail senderName',
  task: 'id text commentary datetime createdAt complete creator performer performerId performerType customer order phone phoneSite completedAt',
  loyaltyAccount:
    'active id phoneNumber cardNumber amount ordersSum nextLevelSum createdAt activatedAt confirmedPhoneAt lastCheckId customFields customer level status loyalty loyaltyLevelId',
  loyalty:
    'levels active blocked currency id name confirmSmsCharge confirmSmsRegistration createdAt activatedAt deactivatedAt blockedAt',
  loyaltyLevel: 'type id name sum privilegeSize privilegeSizePromo',
  segment: 'id code name createdAt isDynamic customersCount active',
  source: 'source medium campaign keyword content',
  company:
    'id isMain externalId active name brand site createdAt customer contragent address customFields marginSumm totalSumm averageSumm ordersCount costSumm',
  contragent:
    'contragentType type legalName legalAddress INN OKPO KPP OGRN OGRNIP certificateNumber certificateDate BIK bank bankAddress corrAccount bankAccount',
  cart: 'externalId items link droppedAt clearedAt updatedAt customer order',
  call: 'phone result customer order type',
};

test.each(Object.entries(api))('%s has the fields of the API and those that crmctl adds', (name, fields) => {
  const word = objects.find((object) => object.name === name)!;
  expect(fields.split(' ').filter((field) => !(field in word.fields))).toEqual([]);
});

test('sums, counts, percents and discounts are 0 when absent', () => {
  const order = objects.find(({ name }) => name === 'order')!;
  for (const field of ['summ', 'totalSumm', 'prepaySum', 'discountManualPercent', 'bonusesChargeTotal'])
    expect(order.fields[field]?.zeroWhenAbsent).toBe(true);
  for (const field of ['id', 'mark', 'weight']) expect(order.fields[field]?.zeroWhenAbsent).toBeUndefined();
});

test.each([
  ['order', 'status', 'status'],
  ['order', 'orderType', 'orderType'],
  ['order', 'orderMethod', 'orderMethod'],
  ['order', 'site', 'site'],
  ['order', 'shipmentStore', 'store'],
  ['payment', 'status', 'paymentStatus'],
  ['payment', 'type', 'paymentType'],
  ['delivery', 'code', 'deliveryType'],
  ['deliveryService', 'code', 'deliveryService'],
  ['item', 'status', 'productStatus'],
  ['priceType', 'code', 'priceType'],
])('%s.%s is a code of %s', (object, field, enumeration) => {
  expect(objects.find(({ name }) => name === object)?.fields[field]?.type).toEqual({ type: 'string', enumeration });
});

function objectsIn(type: ValueType): readonly string[] {
  if (type.type === 'list' || type.type === 'map') return objectsIn(type.of);
  return type.type === 'object' ? [type.name] : [];
}
