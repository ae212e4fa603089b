import { nextNumber } from '../store/documents.js';
import type { Store } from '../store/open.js';
import type { ReferencePath } from './codes.js';
import { referenceOf, type Reference } from './declared/index.js';
import { referenceItems } from './items.js';
import { writeReference } from './write.js';

/** Item → name, or name and other members. */
type Items = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

const statuses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  new: { new: 'Новый' },
  approval: {
    'availability-confirmed': 'Наличие подтверждено',
    'offer-analog': 'Предложить замену',
    'client-confirmed': 'Согласовано с клиентом',
    prepayed: 'Предоплата поступила',
  },
  assembling: {
    'send-to-assembling': 'Передано в комплектацию',
    assembling: 'Комплектуется',
    'assembling-complete': 'Укомплектован',
  },
  delivery: {
    'send-to-delivery': 'Передан в доставку',
    delivering: 'Доставляется',
    redirect: 'Доставка перенесена',
    delivered: 'Доставлен',
  },
  complete: { complete: 'Выполнен' },
  cancel: {
    'no-call': 'Недозвон',
    'no-product': 'Нет в наличии',
    'already-buyed': 'Купил в другом месте',
    'delyvery-did-not-suit': 'Не устроила доставка',
    'prices-did-not-suit': 'Не устроила цена',
    'cancel-other': 'Отменен',
  },
};

/** What a new account ships with, each after what it refers to; codes keep the CRM's own misspellings. */
const shipped = {
  'status-groups': {
    new: { name: 'Новый', ordering: 10, process: false },
    approval: { name: 'Согласование', ordering: 20 },
    assembling: { name: 'Комплектация', ordering: 30 },
    delivery: { name: 'Доставка', ordering: 40 },
    complete: { name: 'Выполнен', ordering: 50, process: false },
    cancel: { name: 'Отменен', ordering: 60, process: false },
  },
  statuses: inGroups(statuses),
  'order-types': {
    'eshop-individual': { name: 'Физическое лицо', defaultForCrm: true, defaultForApi: true },
    'eshop-legal': 'Юридическое лицо',
  },
  'order-methods': {
    phone: { name: 'По телефону', defaultForCrm: true },
    'shopping-cart': { name: 'Через корзину', defaultForApi: true },
    'one-click': 'В один клик',
    'price-decrease-request': 'Запрос на понижение цены',
    'landing-page': 'Заявка с посадочной страницы',
    offline: 'Оффлайн',
    app: 'Мобильное приложение',
    'live-chat': 'Онлайн-консультант',
    terminal: 'Терминал',
    'missed-call': 'Пропущенный звонок',
    messenger: 'Мессенджеры',
  },
  'payment-types': {
    cash: 'Наличные',
    'bank-card': 'Банковская карта',
    'bank-transfer': 'Банковский перевод',
    credit: 'Кредит',
    'e-money': 'Электронные деньги',
  },
  'payment-statuses': {
    'not-paid': { name: 'Не оплачен', ordering: 10 },
    invoice: { name: 'Выставлен счет', ordering: 20 },
    'payment-start': { name: 'Платеж проведен', ordering: 30 },
    'credit-check': { name: 'Проверка документов на кредит', ordering: 40 },
    'credit-approved': { name: 'Кредит одобрен', ordering: 50 },
    fail: { name: 'Ошибка', ordering: 55 },
    paid: { name: 'Оплачен', ordering: 60, paymentComplete: true },
  },
  'product-statuses': {
    new: { name: 'Добавлен', ordering: 10 },
    confirming: { name: 'Подтверждение наличия', ordering: 20 },
    'in-reserve': { name: 'В резерве', ordering: 30 },
    'assembly-delivery': { name: 'Доставляется на точку сборки', ordering: 40 },
    'ready-for-assembly': { name: 'Готов к комплектации', ordering: 50 },
    completed: { name: 'Укомплектован', ordering: 60 },
    saled: {
      name: 'Продан',
      ordering: 70,
      orderStatusByProductStatus: 'complete',
      orderStatusForProductStatus: 'complete',
    },
    'out-of-stock': { name: 'Нет в наличии', ordering: 80, cancelStatus: true },
    failure: { name: 'Отказ клиента', ordering: 90, cancelStatus: true },
    'product-is-damaged': { name: 'Товар поврежден', ordering: 100, cancelStatus: true },
    'assembly-not-delivery': { name: 'Не доставлен на точку сборки', ordering: 110, cancelStatus: true },
    lost: { name: 'Потерян', ordering: 120, cancelStatus: true },
    returned: { name: 'Возврат', ordering: 130, cancelStatus: true },
  },
  'delivery-types': {
    'self-delivery': { name: 'Самовывоз', defaultForCrm: true },
    courier: { name: 'Доставка курьером', defaultCost: 300 },
    'russian-post': { name: 'Почта России', defaultCost: 350 },
  },
  sites: {
    main: {
      name: 'Основной магазин',
      url: 'https://shop.example',
      defaultForCrm: true,
      loadFromYml: false,
      ordering: 990,
      countryIso: 'RU',
      currency: 'RUB',
    },
  },
  stores: { main: 'Основной склад' },
  units: { pc: { name: 'Штука', sym: 'шт.', default: true }, kg: { name: 'Килограмм', sym: 'кг' } },
  'price-types': { base: { name: 'Базовая', default: true, ordering: 991 } },
  'cost-groups': {
    attraction: { name: 'Расходы на привлечение клиентов', ordering: 50, color: '#0044b7' },
    commission: { name: 'Комиссии', ordering: 60, color: '#ffd298' },
    administrative: { name: 'Административные расходы', ordering: 70, color: '#bc6b01' },
    assembling: { name: 'Комплектация заказа', ordering: 80, color: '#ef8e06' },
    'product-cost': { name: 'Стоимость товара', ordering: 990, color: '#22c993' },
    delivery: { name: 'Доставка', ordering: 991, color: '#dd4040' },
  },
  'cost-items': {
    'products-purchase-price': { name: 'Закупочная стоимость товаров', group: 'product-cost' },
    'delivery-cost': { name: 'Стоимость доставки', group: 'delivery' },
    packaging: { name: 'Упаковка', group: 'assembling', ordering: 70 },
    emailing: { name: 'Email-рассылки', group: 'attraction', ordering: 120, type: 'const', appliesToOrders: false },
  },
} satisfies Partial<Record<ReferencePath, Items>>;

const countries = ['RU', 'UA', 'BY', 'KZ', 'AZ', 'HU', 'PL', 'GB', 'US', 'FR', 'ES', 'DE'];

export function seedReferences(store: Store, currency: string): void {
  for (const [path, items] of Object.entries(shipped)) writeAll(store, referenceOf(path as ReferencePath), items); // keys of `shipped`
  for (const code of countries) writeReference(store, referenceOf('countries'), code, {});
  writeReference(store, referenceOf('currencies'), String(nextNumber(store, 'currencies')), {
    code: currency,
    isBase: true,
  });
}

const channels = {
  whatsapp: { name: 'WhatsApp', type: 'whatsapp', externalId: 1 },
  viber: { name: 'Viber', type: 'viber', externalId: 2 },
};

/** Also those of an account that was made before there were any. */
export function seedChannels(store: Store): void {
  if (referenceItems(store, 'mg-channels').length === 0) writeAll(store, referenceOf('mg-channels'), channels);
}

function inGroups(groups: typeof statuses): Items {
  const rows = Object.entries(groups).flatMap(([group, names]) =>
    Object.entries(names).map(([code, name], index) => [code, { name, group, ordering: (index + 1) * 10 }] as const),
  );
  return Object.fromEntries(rows);
}

function writeAll(store: Store, reference: Reference, items: Items): void {
  for (const [code, item] of Object.entries(items)) writeReference(store, reference, code, members(item));
}

function members(item: Items[string]): Readonly<Record<string, unknown>> {
  return typeof item === 'string' ? { name: item } : item;
}
