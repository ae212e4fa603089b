/** What happened in a small CRM, as a condition of the CRM sees it: the entity after the save, and what the save changed. */
export interface Save {
  readonly id: string;
  readonly at: string;
  readonly kind: 'create' | 'update' | 'delete';
  readonly entity: 'order' | 'customer' | 'call';
  readonly order: Thing;
  readonly customer: Thing;
  readonly call: Thing;
  /** By the code of the history; at a creation every field that is filled. */
  readonly changes: Readonly<Record<string, readonly [old: unknown, now: unknown]>>;
}

// Data of a test, read by hand-written meanings.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Thing = any;

/** Codes of the history → where an order holds the value. */
const places: Readonly<Record<string, string>> = {
  status: 'status',
  order_type: 'orderType',
  delivery_type: 'delivery.code',
  delivery_cost: 'delivery.cost',
  delivery_net_cost: 'delivery.netCost',
  delivery_date: 'delivery.date',
  'delivery_address.city': 'delivery.address.city',
  'integration_delivery_data.status': 'delivery.data.status',
  first_name: 'firstName',
  call: 'call',
  expired: 'expired',
  manager_comment: 'managerComment',
  custom_transaction_id: 'customFields.transaction_id',
  total_summ: 'totalSumm',
};

const anna = { id: 7, firstName: 'Анна', email: 'anna@example.com', phones: [{ number: '+79990000001' }], bad: false };
const oleg = {
  id: 8,
  firstName: 'Олег',
  email: 'oleg@example.com',
  emailMarketingUnsubscribedAt: '2026-01-05 10:00:00',
  phones: [{ number: '+74950000002' }, { number: '+79990000003' }],
  bad: true,
};
const vera = {
  id: 9,
  firstName: 'Вера',
  email: 'anna@example.com',
  phones: [],
  bad: true,
  customFields: { bad_comment: 'x' },
};

const line = (id: number, more: object = {}): object => ({
  id,
  status: 'new',
  quantity: 1,
  initialPrice: 900,
  offer: { id: id * 10 },
  ...more,
});

interface Story {
  readonly order: object;
  readonly customer?: object;
  readonly then?: object;
  readonly codes?: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly event?: { readonly type: string; readonly data: object };
}

const base = { status: 'new', orderType: 'main', phone: '+79990000001', totalSumm: 3000, delivery: { cost: 300 } };

/** Every order is made, and then one thing of it changes. */
const stories: readonly Story[] = [
  { order: base, then: { status: 'did-not-get-through' } },
  {
    order: {
      ...base,
      payments: [{ id: 1, type: 'alfa-bank', status: 'paid', amount: 3000 }],
      items: [line(1, { status: 'saled' })],
    },
    then: { status: 'complete' },
  },
  {
    order: { ...base, status: 'client-confirmed', statusComment: 'позвонить' },
    customer: oleg,
    then: { status: 'cancel-other' },
  },
  {
    order: { ...base, status: 'client-confirmed', delivery: { code: 'courier', cost: 100 } },
    then: { delivery: { code: 'russian-post' } },
  },
  {
    order: { ...base, status: 'complete', delivery: { code: 'russian-post', cost: 0 } },
    then: { delivery: { cost: 100 } },
  },
  { order: { ...base, firstName: 'Анна' }, then: { firstName: 'no name' } },
  { order: { ...base, call: false, phone: '+74951234567' }, then: { call: true } },
  { order: { ...base, phone: '', orderType: 'eshop-legal' }, then: { delivery: { date: '2000-01-01' } } },
  {
    order: base,
    then: { delivery: { date: '2026-04-01', netCost: 250 } },
    codes: { delivery_net_cost: [null, 250], delivery_date: [null, '2026-04-01'] },
  },
  { order: { ...base, delivery: { cost: 300, netCost: 250 } }, then: { delivery: { netCost: null } } },
  { order: { ...base, source: { source: 'yandex-market' } }, then: { customFields: { transaction_id: 'T1' } } },
  { order: base, then: { delivery: { address: { city: 'Москва' } } } },
  {
    order: { ...base, delivery: { cost: 600, data: { status: 'sent' } } },
    then: { delivery: { data: { status: 'delivered' } } },
  },
  { order: { ...base, expired: false }, then: { expired: true } },
  { order: { ...base, expired: true, totalSumm: 7000 }, then: { expired: false } },
  {
    order: { ...base, totalSumm: 7000, manager: { id: 3, online: true, status: 'free' } },
    then: { managerComment: 'x' },
  },
  {
    order: {
      ...base,
      items: [line(1), line(2, { status: 'in-reserve', isCanceled: true })],
      manager: { id: 4, online: false, status: 'busy' },
    },
    then: { items: [line(1, { status: 'otklonen' }), line(2, { status: 'in-reserve', isCanceled: true })] },
    codes: { 'order_product.status': [{ code: 'new' }, { code: 'otklonen' }] },
    event: {
      type: 'order.changed',
      data: { changes: [{ field: 'items.status', element: '1', old: 'new', new: 'otklonen' }] },
    },
  },
  {
    order: { ...base, items: [line(1, { status: 'in-reserve', initialPrice: 1500, quantity: 3 })] },
    then: { items: [line(1, { status: 'in-reserve', initialPrice: 1500, quantity: 3 }), line(2)] },
    codes: { order_product: [null, { id: 2 }] },
    event: { type: 'item.added', data: { item: line(2) } },
  },
  {
    order: { ...base, items: [line(5, { status: 'saled' }), line(6, { status: 'saled' })] },
    then: { items: [line(5, { status: 'saled' })] },
    codes: { order_product: [{ id: 6 }, null] },
    event: { type: 'item.removed', data: { item: line(6, { status: 'saled' }) } },
  },
  {
    order: {
      ...base,
      status: 'complete',
      payments: [{ id: 2, type: 'cloud-payments', status: 'not-paid', amount: 10 }],
      createdAt: '2026-03-02 21:30:00',
    },
    customer: vera,
    then: { status: 'order-get', statusComment: '' },
    codes: { status: ['complete', 'order-get'] },
  },
];

export function orderSaves(): readonly Save[] {
  return stories.flatMap((story, index) => {
    const id = 100 + index;
    const customer = story.customer ?? anna;
    const first = { id, number: `N-${id}`, createdAt: '2026-03-02 12:00:00', ...story.order };
    const after = merged(first, story.then ?? {});
    const made = Object.entries(places).flatMap(([code, path]) => {
      const value = valueAt(first, path);
      return value === undefined || value === null || value === '' ? [] : [[code, [null, value]] as const];
    });
    const lines = (first as Thing).items as object[] | undefined;
    const changed = Object.entries(places).flatMap(([code, path]) => {
      const [old, now] = [valueAt(first, path) ?? null, valueAt(after, path) ?? null];
      return old === now ? [] : [[code, [old, now]] as const];
    });
    const common = { entity: 'order', customer, call: undefined } as const;
    const day = String(2 + (index % 3)).padStart(2, '0');
    const minute = String(index).padStart(2, '0');
    return [
      {
        ...common,
        id: `made-${id}`,
        at: `2026-03-${day}T09:${minute}:00Z`,
        kind: 'create',
        order: first,
        changes: Object.fromEntries([...made, ...(lines ? [['order_product', [null, lines[0]]] as const] : [])]),
      },
      {
        ...common,
        id: `changed-${id}`,
        at: `2026-03-${day}T1${index % 2 === 0 ? '0' : '8'}:${minute}:00Z`,
        kind: 'update',
        order: after,
        changes: story.codes ?? Object.fromEntries(changed),
      },
    ] satisfies Save[];
  });
}

export function customerSaves(): readonly Save[] {
  return [anna, oleg, vera].flatMap((customer) => {
    const common = { entity: 'customer', customer, order: undefined, call: undefined } as const;
    return [
      {
        ...common,
        id: `made-c${customer.id}`,
        at: `2026-03-01T09:0${customer.id}:00Z`,
        kind: 'create',
        changes: { first_name: [null, customer.firstName] },
      },
      {
        ...common,
        id: `changed-c${customer.id}`,
        at: `2026-03-01T10:0${customer.id}:00Z`,
        kind: 'update',
        customer: { ...customer, vip: true },
        changes: { vip: [null, true] },
      },
      { ...common, id: `gone-c${customer.id}`, at: `2026-03-09T10:0${customer.id}:00Z`, kind: 'delete', changes: {} },
    ] satisfies Save[];
  });
}

export function callSaves(): readonly Save[] {
  const calls = [
    { call: { id: 1, phone: '+79990000001', result: 'no answer', type: 'in' }, customer: anna, order: { id: 100 } },
    { call: { id: 2, phone: '+74950000009', result: 'unknown', type: 'in' }, customer: undefined, order: undefined },
    { call: { id: 3, phone: '+79990000003', result: 'busy', type: 'in' }, customer: oleg, order: undefined },
  ];
  return calls.map(({ call, customer, order }) => ({
    id: `call-${call.id}`,
    at: `2026-03-08T10:0${call.id}:00Z`,
    kind: 'create',
    entity: 'call',
    call,
    customer,
    order,
    changes: {},
  }));
}

/** The saves as a recorded log tells them. */
export function logOf(saves: readonly Save[]): string {
  const lines = saves.map((save) => {
    const type =
      save.entity === 'call'
        ? 'call.missed'
        : `${save.entity}.${{ create: 'created', update: 'changed', delete: 'deleted' }[save.kind]}`;
    const story = save.entity === 'order' && save.kind === 'update' ? stories[Number(save.order.id) - 100] : undefined;
    const customer = save.customer && { customer: save.entity === 'order' ? { ...save.customer } : save.customer };
    const order = save.order && {
      order: save.entity === 'order' ? { ...save.order, customer: { id: save.customer.id } } : save.order,
    };
    const data = {
      ...order,
      ...customer,
      ...(save.call && {
        call: { ...save.call, customer: save.customer && { id: save.customer.id }, order: save.order },
      }),
    };
    return {
      specversion: '1.0',
      id: save.id,
      source: 'test',
      type: story?.event?.type ?? type,
      time: save.at,
      data: { ...data, ...story?.event?.data },
    };
  });
  return lines
    .toSorted((a, b) => (a.time < b.time ? -1 : 1))
    .map((each) => JSON.stringify(each))
    .join('\n');
}

function merged(a: Thing, b: Thing): Thing {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(b)) return b;
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [
      key,
      key in b ? merged(a[key], b[key]) : a[key],
    ]),
  );
}

function valueAt(thing: Thing, path: string): unknown {
  return path.split('.').reduce((at, name) => at?.[name], thing);
}
