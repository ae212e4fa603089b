import type { Save } from './saves.js';

/** A condition that the vendor's documents, partners or blogs print, in either syntax, and what it means. */
export interface Documented {
  /** Its number in the list. */
  readonly number: number;
  readonly event: 'order' | 'customer' | 'call';
  readonly filter?: string;
  readonly condition?: string;
  readonly newOrder?: string;
  readonly means: (save: Save) => boolean;
}

const changed = (save: Save, code: string): boolean => code in save.changes;
const now = (save: Save, code: string): unknown => save.changes[code]?.[1] ?? undefined;
const groups: Readonly<Record<string, string>> = {
  new: 'new',
  'did-not-get-through': 'new',
  'client-confirmed': 'approval',
  complete: 'complete',
  'cancel-other': 'cancel',
  'order-get': 'delivery',
};
const items = (save: Save): any[] => save.order.items ?? []; // eslint-disable-line @typescript-eslint/no-explicit-any
const available = (save: Save): any[] => items(save).filter((item) => item.isCanceled !== true); // eslint-disable-line @typescript-eslint/no-explicit-any
const payments = (save: Save): any[] => save.order.payments ?? []; // eslint-disable-line @typescript-eslint/no-explicit-any
const sum = (item: any): number => item.quantity * item.initialPrice; // eslint-disable-line @typescript-eslint/no-explicit-any
const cost = (save: Save): number => save.order.delivery?.cost ?? 0;
/** 9 to 18 on the clock of Moscow; 2 March 2026 is a Monday, the days of the saves are working days. */
const works = (utc: string): boolean => {
  const hour = (Number(utc.slice(11, 13)) + 3) % 24;
  return hour >= 9 && hour < 18;
};

const order = (number: number, condition: string, means: Documented['means']): Documented => ({
  number,
  event: 'order',
  condition,
  means,
});
const customer = (number: number, condition: string, means: Documented['means']): Documented => ({
  number,
  event: 'customer',
  condition,
  means,
});
const call = (number: number, condition: string, means: Documented['means']): Documented => ({
  number,
  event: 'call',
  condition,
  means,
});
const status = (number: number, code: string): Documented =>
  order(
    number,
    `changeSet.hasChangedField("status") and changeSet.newValue("status").code == "${code}"`,
    (save) => now(save, 'status') === code,
  );

export const documented: readonly Documented[] = [
  order(1, 'changeSet.isCreate()', (save) => save.kind === 'create'),
  order(2, 'changeSet.isUpdate()', (save) => save.kind === 'update'),
  customer(3, 'changeSet.isDelete()', (save) => save.kind === 'delete'),
  status(4, 'did-not-get-through'),
  order(
    5,
    'changeSet.hasChangedField("status") and changeSet.newValue("status").group.code == "complete"',
    (save) => groups[String(now(save, 'status'))] === 'complete',
  ),
  order(
    6,
    'changeSet.hasChangedField("status") and changeSet.getNewValue("status").getGroupCode() in ["complete", "cancel"]',
    (save) => ['complete', 'cancel'].includes(groups[String(now(save, 'status'))] ?? ''),
  ),
  order(7, 'changeSet.hasChangedField("status") and changeSet.getNewValue("status")', (save) =>
    changed(save, 'status'),
  ),
  order(8, 'changeSet.hasChangedField("integration_delivery_data.status")', (save) =>
    changed(save, 'integration_delivery_data.status'),
  ),
  order(
    9,
    'changeSet.hasChangedField("expired") and changeSet.getNewValue("expired")',
    (save) => now(save, 'expired') === true,
  ),
  order(
    10,
    'changeSet.hasChangedField("delivery_type") and changeSet.newValue("delivery_type").code == "russian-post"',
    (save) => now(save, 'delivery_type') === 'russian-post',
  ),
  order(
    11,
    'changeSet.hasChangedField("delivery_address.city") and changeSet.getNewValue("delivery_address.city")',
    (save) => Boolean(now(save, 'delivery_address.city')),
  ),
  order(12, 'changeSet.hasChangedField("custom_transaction_id")', (save) => changed(save, 'custom_transaction_id')),
  order(
    13,
    'changeSet.hasChangedField("delivery_cost") and changeSet.newValue("delivery_cost") == 100',
    (save) => now(save, 'delivery_cost') === 100,
  ),
  order(
    14,
    'changeSet.hasChangedField("first_name") and changeSet.newValue("first_name") == "no name"',
    (save) => now(save, 'first_name') === 'no name',
  ),
  order(
    15,
    'changeSet.hasChangedField("call") and changeSet.newValue("call") == true',
    (save) => now(save, 'call') === true,
  ),
  order(
    16,
    'changeSet.hasChangedField("delivery_date") and changeSet.newValue("delivery_date") == date("01.01.2000")',
    (save) => now(save, 'delivery_date') === '2000-01-01',
  ),
  order(
    17,
    'changeSet.hasChangedField("delivery_net_cost") and changeSet.newValue("delivery_net_cost") != null',
    (save) => (now(save, 'delivery_net_cost') ?? null) !== null,
  ),
  order(
    18,
    "changeSet | contains(c => c.fieldName == 'order_product.status' and c.newValue.code == 'otklonen' and c.oldValue.code == 'new')",
    (save) => JSON.stringify(save.changes['order_product.status']) === '[{"code":"new"},{"code":"otklonen"}]',
  ),
  order(
    19,
    'changeSet.hasChangedField("order_product") and changeSet.newValue("order_product") and order.availableOrderProducts | contains(item => item.offer.id in ["10","20","30"])',
    (save) =>
      Boolean(now(save, 'order_product')) && available(save).some((item) => [10, 20, 30].includes(item.offer.id)),
  ),
  order(
    20,
    'order.getDeliveryCost() < 250 and not changeSet.hasChangedField("status")',
    (save) => cost(save) < 250 && !changed(save, 'status'),
  ),
  order(
    21,
    'changeSet.isCreate() and order.orderType.code == "eshop-legal"',
    (save) => save.kind === 'create' && save.order.orderType === 'eshop-legal',
  ),
  order(
    22,
    "(changeSet.hasChangedField('status') and changeSet.newValue('status').code in ['complete']) and (order.payments | contains(p => p.type.code in ['alfa-bank']))",
    (save) => now(save, 'status') === 'complete' && payments(save).some((payment) => payment.type === 'alfa-bank'),
  ),
  status(23, 'order-get'),
  order(
    24,
    'order.getDeliveryType() and order.getDeliveryType().getCode() == "russian-post"',
    (save) => save.order.delivery?.code === 'russian-post',
  ),
  order(25, 'order.getStatus().getGroupCode() == "approval"', (save) => groups[save.order.status] === 'approval'),
  order(26, 'order.getDeliveryCost() <= 500', (save) => cost(save) <= 500),
  order(27, 'order.totalSumm > 5000', (save) => save.order.totalSumm > 5000),
  order(28, 'order.getSource().getThisName() matches "/yandex/"', (save) =>
    /yandex/.test(save.order.source?.source ?? ''),
  ),
  order(29, 'order.getAnyPhone() != ""', (save) => save.order.phone !== ''),
  order(
    30,
    "order.phone != '+74951234567' and order.phone not matches '7495'",
    (save) => !save.order.phone.includes('7495'),
  ),
  customer(
    31,
    "customer.phones | every(phone => phone != '+79990000001' and phone not matches '7495')",
    (save) =>
      save.kind !== 'delete' &&
      save.customer.phones.every(
        ({ number }: { number: string }) => number !== '+79990000001' && !number.includes('7495'),
      ),
  ),
  call(32, "call.phone not matches '7495'", (save) => !save.call.phone.includes('7495')),
  order(
    33,
    'not order.getCustomer().getEmailMarketingUnsubscribedAt()',
    (save) => save.customer.emailMarketingUnsubscribedAt === undefined,
  ),
  call(34, 'not (call.getCustomer() and call.getOrder())', (save) => !(save.customer && save.order)),
  call(35, 'call.getResult() == "unknown" or call.getResult() == "no answer"', (save) =>
    ['unknown', 'no answer'].includes(save.call.result),
  ),
  customer(
    36,
    'customer.bad and (customer.getCustomField("bad_comment") == null)',
    (save) => save.kind !== 'delete' && save.customer.bad && save.customer.customFields?.bad_comment === undefined,
  ),
  order(
    37,
    "order.getStatus().getCode() == 'did-not-get-through' and (order.getPaymentStatus().getCode() == 'paid' or not order.getStatusComment())",
    (save) =>
      save.order.status === 'did-not-get-through' &&
      (payments(save)[0]?.status === 'paid' || !save.order.statusComment),
  ),
  order(
    39,
    "order.getPayments() | contains(p => (p.getType().getCode() == 'cloud-payments' or p.getType().getCode() == 'alfa-bank') and (not p.getStatus().isPaymentComplete()))",
    (save) =>
      payments(save).some(
        (payment) => ['cloud-payments', 'alfa-bank'].includes(payment.type) && payment.status !== 'paid',
      ),
  ),
  order(40, 'order.availableOrderProducts | every(item => item.status.code == "saled")', (save) =>
    available(save).every((item) => item.status === 'saled'),
  ),
  order(
    41,
    '(order.availableOrderProducts | first).status.code == "in-reserve"',
    (save) => available(save)[0]?.status === 'in-reserve',
  ),
  order(42, '(order.orderProducts | last).canceled', (save) => items(save).at(-1)?.isCanceled === true),
  order(
    43,
    'order.orderProducts | filter(item => item.summ > 1000) | contains(item => item.status.code == "in-reserve")',
    (save) => items(save).some((item) => sum(item) > 1000 && item.status === 'in-reserve'),
  ),
  order(
    44,
    '(order.availableOrderProducts | reduce((sum, x) => sum + x.quantity)) > 2',
    (save) => available(save).reduce((total, item) => total + item.quantity, 0) > 2,
  ),
  order(46, 'order.getTotalSumm() * 0.01 > 50', (save) => save.order.totalSumm * 0.01 > 50),
  order(47, 'order.deliveryNetCost + 100 == 350', (save) => (save.order.delivery?.netCost ?? 0) + 100 === 350),
  order(48, 'is_working_time(order.getCreatedAt())', (save) => save.order.createdAt === '2026-03-02 12:00:00'),
  order(148, 'not is_working_time()', (save) => !works(save.at)),
  order(49, 'user_online_status(order.getManager())', (save) => save.order.manager?.online === true),
  order(50, 'user_status(order.getManager()) == "free"', (save) => save.order.manager?.status === 'free'),
  order(51, 'local_time(order.getPhone()).format("H") >= 20', (save) => (Number(save.at.slice(11, 13)) + 3) % 24 >= 20),
  customer(52, 'unique(customer, "email")', (save) => save.kind !== 'delete' && isUnique(save)),
  order(
    53,
    'order.createdAt < date("1 day ago")',
    (save) => Date.parse(save.at) - Date.parse(`${save.order.createdAt.replace(' ', 'T')}+03:00`) > 86_400_000,
  ),
  // The second save of an order is within the day of the first: it may run once.
  order(54, 'last_run("1 day", "this-one", order) == null', (save) => save.kind === 'create'),
  { number: 55, event: 'call', newOrder: 'да', means: (save) => save.order === undefined },
  { number: 155, event: 'call', newOrder: 'no', means: (save) => save.order !== undefined },
];

/** Anna is made first; Vera comes later with her address. */
function isUnique({ id }: Save): boolean {
  return !['made-c9', 'changed-c7', 'changed-c9'].includes(id);
}

/** Those that find no counterpart, with what the import says of them. */
export const without: readonly { readonly number: number; readonly condition: string; readonly reason: string }[] = [
  {
    number: 38,
    condition:
      "user().hasGroup('manager') and (order.getDeliveryAddress().getIndex() == null or order.getDeliveryAddress().getCity() == null)",
    reason: 'who saves is not known to a trigger here',
  },
  {
    number: 45,
    condition:
      '(order.orderProducts | map(x => x.packs) | flatten | sort((a,b) => a.shipmentDate < b.shipmentDate) | first).shipmentDate < order.deliveryDate',
    reason: 'item has no "packs" here',
  },
];
