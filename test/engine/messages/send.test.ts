import { describe, expect, test } from 'vitest';
import { takeTurn } from '../../../src/engine/index.js';
import { parseInstant } from '../../../src/model/instant.js';
import { moment, order, tell, tellIn, trigger } from '../harness.js';

const reachable = { id: 7, email: 'a@b.ru', phones: [{ number: '+79990000001' }] };
const send = (more: string, head = '') =>
  trigger(
    `${head}on: {event: order.created}\n${/^key:/m.test(head) ? '' : 'key: order.id\n'}do: [{id: tell, send: ${more}}]`,
  );
const policy = (rules: string) => `kind: Policy\ncode: default\nclasses: {marketing: ${rules}, service: ${rules}}`;

describe('the channel', () => {
  const sent = (spec: string, customer: object = reachable, ...documents: string[]) =>
    tell(...documents, send(spec))
      .at('2026-03-02 12:00', 'order.created', order(1, { customer }))
      .effects.map(({ channel, outcome, reason }) => (outcome === 'done' ? channel : reason))[0];

  test('the first usable one of via, by code or type; default: those of the template', () => {
    expect(sent('{template: hello}')).toBe('email');
    expect(sent('{template: hello, via: [sms, email]}')).toBe('sms');
    expect(sent('{template: hello, via: [email, sms]}', { id: 7, phones: [{ number: '+7999' }] })).toBe('sms');
  });

  test('a type word is the Channel of that code, else the only one of that type', () => {
    const push = 'kind: Channel\ncode: browser\ntype: push\nprovider: http\nurl: https://push.example.ru';
    const news = 'kind: Template\ncode: news\nname: News\nfor: customer\nchannel: push\nbody: News';
    expect(sent('{template: news, via: push}', reachable, push, news)).toBe('browser');
  });

  test('no-address, no-channel', () => {
    expect(sent('{template: hello, via: [email]}', { id: 7 })).toBe('no-address');
    expect(sent('{template: hello, via: [email]}', { id: 7, email: { value: 'a@b.ru' } })).toBe('no-address');
    const off = 'kind: Template\ncode: voice\nname: V\nfor: customer\nchannel: voice\nbody: V';
    expect(sent('{template: voice}', reachable, off)).toBe('no-channel');
  });

  test('no-consent where the class requires it', () => {
    const consent = policy('{consent: required}');
    const unsubscribed = { ...reachable, emailMarketingUnsubscribedAt: '2026-01-01 10:00:00' };
    expect(sent('{template: hello, via: email}', unsubscribed, consent)).toBe('no-consent');
    expect(sent('{template: hello, via: [email, sms]}', unsubscribed, consent)).toBe('sms');
    expect(sent('{template: hello, via: email}', unsubscribed)).toBe('email');
  });

  test('silence is consent; who refuses one subject still takes another of the same channel, who refuses letters takes an SMS', () => {
    const consent = policy('{consent: required}');
    const by = (via: string, more: object) =>
      sent(`{template: hello, via: ${via}}`, { ...reachable, ...more }, consent);
    const refused = (...subjects: readonly (readonly [channel: string, subscribed: boolean])[]) => ({
      customerSubscriptions: subjects.map(([channel, subscribed], id) => ({
        subscription: { id, channel },
        subscribed,
      })),
    });
    expect(by('email', refused())).toBe('email');
    expect(by('email', refused(['sms', false]))).toBe('email');
    expect(by('email', refused(['email', false], ['email', true]))).toBe('email');
    expect(by('email', refused(['email', false], ['email', false], ['sms', true]))).toBe('no-consent');
    expect(by('email', { subscribed: false })).toBe('no-consent');
    expect(by('sms', { subscribed: false })).toBe('sms');
  });

  test('when several channels cannot be used, consent is told first, then the suppression list, then why it would not arrive', () => {
    const consent = policy('{consent: required}');
    const away = { id: 7, email: 'a@b.ru', emailMarketingUnsubscribedAt: '2026-01-01 10:00:00' };
    for (const via of ['[email, sms]', '[sms, email]'])
      expect(sent(`{template: hello, via: ${via}}`, away, consent)).toBe('no-consent');
    const { state, program } = tell(send('{template: hello, via: [email, sms]}'))
      .at('2026-03-01 12:00', 'suppression.added', { suppression: { address: 'a@b.ru', channel: 'email' } })
      .until('2026-03-01 13:00');
    const at = moment('2026-03-02 12:00');
    const data = order(1, { customer: { id: 7, email: 'a@b.ru' } });
    const event = { id: 'e', source: 'test', type: 'order.created', at, data };
    expect(takeTurn(program, state, { kind: 'event', event }, at).effects[0]?.reason).toBe('suppressed');
  });

  test('another address than the customer’s own', () => {
    const story = tell(send('{template: hello, via: email, to: boss@shop.ru}')).at(
      '2026-03-02 12:00',
      'order.created',
      order(1),
    );
    expect(story.effects[0]?.data).toMatchObject({ to: 'boss@shop.ru', subject: 'Hello', body: 'Hello 7' });
  });

  test('another address goes by a channel for such an address', () => {
    const story = tell(
      send('{template: hello, to: "+79990000009"}'),
      send('{template: hello, via: sms, to: boss@shop.ru}').replace('code: it', 'code: other'),
    ).at('2026-03-02 12:00', 'order.created', order(1));
    expect(story.effects.map(({ channel, data, reason }) => [channel, data['to'], reason])).toEqual([
      [undefined, undefined, 'no-address'],
      ['sms', '+79990000009', undefined],
    ]);
  });
});

describe('the template', () => {
  const other =
    'kind: Template\ncode: other\nname: Other\nfor: order\nparams: {word: string}\nchannels: {email: {subject: "{{ params.word }}", body: "{{ order.managerComment }}"}}';

  test('by an expression; none of the names: no-template', () => {
    const by = (sum: number) =>
      tell(other, send("{template: {by: \"=order.totalSumm > 10 ? 'big' : 'none'\", big: hello}, via: email}")).at(
        '2026-03-02 12:00',
        'order.created',
        order(1, { totalSumm: sum, customer: reachable }),
      ).effects[0];
    expect(by(50)).toMatchObject({ template: 'hello', outcome: 'done' });
    expect(by(5)).toMatchObject({ outcome: 'skipped', reason: 'no-template' });
  });

  test('with its parameters; a missing value sends nothing', () => {
    const story = tell(other, send('{template: other, with: {word: =order.number}}'))
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: reachable, managerComment: 'x' }))
      .at('2026-03-02 13:00', 'order.created', order(2, { customer: reachable }));
    expect(story.effects.map(({ outcome, reason, data }) => [outcome, reason, data])).toEqual([
      ['done', undefined, { to: 'a@b.ru', subject: 'A-1', body: 'x', with: { word: 'A-1' } }],
      ['skipped', 'missing-value', { missing: 'order.managerComment' }],
    ]);
  });
});

describe('the language of a message', () => {
  const documents = [
    'kind: Fragment\ncode: bye\nname: Bye\nbody: "{{ word|default(\'Пока\') }} ({{ locale }})"\nlocales: {en: {body: "Bye ({{ locale }})"}}',
    `kind: Template
code: greeting
name: Greeting
for: order
channels:
  email: {subject: "Заказ {{ order.number }}", body: "Привет. {% include 'bye' %}"}
locales:
  en: {email: {subject: "Order {{ order.number }}"}}
  en-GB: {email: {body: "Cheerio. {% include 'bye' %}"}}
  de: {email: {subject: Bestellung, body: "Hallo. {% include 'bye' with {word: 'Tschüss'} %}"}}`,
    send('{template: greeting}'),
  ];
  const main = ['Заказ A-1', 'Привет. Пока (ru)', undefined];

  test.each([
    ['nothing known of the customer: that of the shop', {}, main],
    ['the same', { locale: 'ru' }, main],
    ['another region of it', { locale: 'ru-BY' }, main],
    ['one that the template does not have', { locale: 'fr' }, main],
    ['no language', { locale: 'как обычно' }, main],
    [
      'what differs, and the rest with its fragments in that language',
      { locale: 'en' },
      ['Order A-1', 'Привет. Bye (en)', 'en'],
    ],
    ['a region falls back to its language', { locale: 'en_US' }, ['Order A-1', 'Привет. Bye (en)', 'en']],
    ['a region of its own', { locale: 'EN-gb' }, ['Заказ A-1', 'Cheerio. Bye (en-GB)', 'en-GB']],
    ['a fragment that does not have it', { locale: 'de' }, ['Bestellung', 'Hallo. Tschüss (de)', 'de']],
    [
      'the custom field before the field',
      { locale: 'de', customFields: { locale: 'en' } },
      ['Order A-1', 'Привет. Bye (en)', 'en'],
    ],
  ])('%s', (_, fields, expected) => {
    const [effect] = tell(...documents).at(
      '2026-03-02 12:00',
      'order.created',
      order(1, { customer: { ...reachable, ...fields } }),
    ).effects;
    const { subject, body, locale } = effect!.data;
    expect([subject, body, locale]).toEqual(expected);
  });

  test.each([
    ['the mailbox of somebody else: that of the shop', 'orders@north.example', 'Заказ A-1'],
    ['the mailbox of the customer', 'A@B.ru', 'Order A-1'],
    ['the mailbox that he gave with the order', 'work@b.ru', 'Order A-1'],
  ])('to %s', (_, to, expected) => {
    const [effect] = tell(...documents.slice(0, -1), send(`{template: greeting, to: ${to}}`)).at(
      '2026-03-02 12:00',
      'order.created',
      order(1, { email: 'work@b.ru', customer: { ...reachable, locale: 'en' } }),
    ).effects;
    expect(effect!.data).toMatchObject({ to, subject: expected });
  });
});

describe('quiet hours', () => {
  const nightly = policy('{quiet: "21:00-10:00", onQuiet: defer}');
  const times = (story: ReturnType<typeof tell>) => story.done.map((line) => line.replace(' tell send order/1', ''));

  test('over midnight: held back until they end, and looked at again then', () => {
    const at = (time: string) =>
      times(
        tell(nightly, send('{template: hello, via: email}'))
          .at(time, 'order.created', order(1, { customer: reachable }))
          .until('2026-03-05 00:00'),
      );
    expect(at('2026-03-02 20:59')).toEqual(['2026-03-02 20:59']);
    expect(at('2026-03-02 21:00')).toEqual(['2026-03-02 21:00 deferred quiet', '2026-03-03 10:00']);
    expect(at('2026-03-03 05:00')).toEqual(['2026-03-03 05:00 deferred quiet', '2026-03-03 10:00']);
    expect(at('2026-03-03 10:00')).toEqual(['2026-03-03 10:00']);
  });

  test('do not concern an answer to what the customer does at that hour, unless the Policy says so', () => {
    const at = (rules: string) =>
      times(
        tell(rules, send('{template: hello, via: email}', 'class: reply\n')).at(
          '2026-03-02 22:00',
          'order.created',
          order(1, { customer: reachable }),
        ),
      );
    expect(at(nightly)).toEqual(['2026-03-02 22:00']);
    expect(at('kind: Policy\ncode: default\nclasses: {reply: {quiet: "21:00-10:00", onQuiet: skip}}')).toEqual([
      '2026-03-02 22:00 skipped quiet',
    ]);
  });

  test('onQuiet: skip', () => {
    const story = tell(policy('{quiet: "21:00-10:00", onQuiet: skip}'), send('{template: hello, via: email}')).at(
      '2026-03-02 22:00',
      'order.created',
      order(1, { customer: reachable }),
    );
    expect(times(story)).toEqual(['2026-03-02 22:00 skipped quiet']);
  });

  test('in the zone of the recipient', () => {
    const field = 'kind: CustomField\ncode: timezone\nof: customer\ntype: string\nname: Zone';
    const far = { ...reachable, customFields: { timezone: 'Asia/Vladivostok' } };
    const story = tell(field, nightly, send('{template: hello, via: email}'))
      .at('2026-03-02 15:00', 'order.created', order(1, { customer: far }))
      .until('2026-03-05 00:00');
    // 15:00 in Moscow is 22:00 there; 10:00 there is 03:00 in Moscow.
    expect(times(story)).toEqual(['2026-03-02 15:00 deferred quiet', '2026-03-03 03:00']);
  });

  test('which follows from the address or the phone when the card does not say it', () => {
    const far = { ...reachable, address: { countryIso: 'RU', region: 'Приморский край' } };
    const story = tell(nightly, send('{template: hello, via: email}'))
      .at('2026-03-02 15:00', 'order.created', order(1, { customer: far }))
      .until('2026-03-05 00:00');
    expect(times(story)).toEqual(['2026-03-02 15:00 deferred quiet', '2026-03-03 03:00']);
  });

  test('over the night in which the clock is put forward', () => {
    const story = tellIn(
      'Europe/Berlin',
      policy('{quiet: "22:00-02:30", onQuiet: defer}'),
      send('{template: hello, via: email}'),
    )
      .at('2024-03-30 23:00', 'order.created', order(1, { customer: reachable }))
      .until('2024-04-01 00:00');
    expect(story.effects.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2024-03-30T22:00:00.000Z',
      '2024-03-31T01:00:00.000Z',
    ]);
  });

  test('exits are checked again when they end', () => {
    const story = tell(nightly, send('{template: hello, via: email}', 'exit: order.status == "done"\n'))
      .at('2026-03-02 22:00', 'order.created', order(1, { customer: reachable }))
      .change('2026-03-02 23:00', 1, { status: 'done' })
      .until('2026-03-05 00:00');
    expect(times(story)).toEqual(['2026-03-02 22:00 deferred quiet']);
    expect(story.journal).toContain('exited order.status == "done"');
  });

  test('what has expired by then is dropped', () => {
    const story = tell(
      nightly,
      trigger(
        "on: {event: order.created}\ndo: [{id: tell, validUntil: '=entry.at + hours(2)', send: {template: hello, via: email}}]",
      ),
    )
      .at('2026-03-02 22:00', 'order.created', order(1, { customer: reachable }))
      .until('2026-03-05 00:00');
    expect(times(story)).toEqual(['2026-03-02 22:00 deferred quiet', '2026-03-03 10:00 skipped expired']);
    expect(story.effects.at(-1)).toMatchObject({ template: 'hello', channel: 'email' });
  });
});

describe('caps', () => {
  const story = (rules: string, times: readonly string[], head = '') => {
    const told = tell(policy(rules), send('{template: hello, via: email}', head));
    times.forEach((time, index) => told.at(time, 'order.created', order(index + 1, { customer: reachable })));
    return told
      .until('2026-04-01 00:00')
      .effects.map(
        ({ at, outcome, reason, order: id }) =>
          `${id} ${new Date(at + 3 * 3_600_000).toISOString().slice(5, 16)} ${outcome === 'done' ? 'sent' : `${outcome} ${reason}`}`,
      );
  };

  test('a rolling window of local days: the next may go when the first has left it', () => {
    expect(story('{caps: [1/1d]}', ['2026-03-02 12:00', '2026-03-02 15:00'])).toEqual([
      '1 03-02T12:00 sent',
      '2 03-02T15:00 deferred cap',
      '2 03-03T12:00 sent',
    ]);
  });

  test('several caps: all must allow it; onCap: skip', () => {
    expect(
      story('{caps: [1/1d, 2/7d], onCap: skip}', [
        '2026-03-02 12:00',
        '2026-03-03 11:00',
        '2026-03-03 12:00',
        '2026-03-05 12:00',
        '2026-03-09 12:00',
      ]),
    ).toEqual([
      '1 03-02T12:00 sent',
      '2 03-03T11:00 skipped cap',
      '3 03-03T12:00 sent',
      '4 03-05T12:00 skipped cap',
      '5 03-09T12:00 sent',
    ]);
  });

  test('several caps: a message waits once, for the moment at which all of them allow it', () => {
    for (const caps of ['1/1d, 2/7d', '2/7d, 1/1d'])
      expect(story(`{caps: [${caps}]}`, ['2026-03-02 12:00', '2026-03-03 13:00', '2026-03-03 14:00'])).toEqual([
        '1 03-02T12:00 sent',
        '2 03-03T13:00 sent',
        '3 03-03T14:00 deferred cap',
        '3 03-09T12:00 sent',
      ]);
  });

  test('count per class', () => {
    const told = tell(
      policy('{caps: [1/1d], onCap: skip}'),
      send('{template: hello, via: email}', 'code: a\n'),
      send('{template: hello, via: email}', 'code: b\nclass: marketing\n'),
    )
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: reachable }))
      .until('2026-03-03 00:00');
    expect(told.effects.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  });

  test('who comes first when the window opens: the higher priority', () => {
    const told = tell(
      policy('{caps: [1/1d]}'),
      send('{template: hello, via: email}', 'code: a\npriority: 10\n'),
      send('{template: hello, via: email}', 'code: b\npriority: 90\n'),
      send('{template: hello, via: email}', 'code: c\npriority: 50\n'),
    )
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: reachable }))
      .until('2026-03-06 00:00');
    expect(told.effects.filter(({ outcome }) => outcome === 'done').map(({ trigger: address }) => address)).toEqual([
      'trigger/b',
      'trigger/c',
      'trigger/a',
    ]);
  });
});

test('every stop is recorded under the step’s one effect id', () => {
  const story = tell(policy('{quiet: "21:00-10:00"}'), send('{template: hello, via: email}'))
    .at('2026-03-02 22:00', 'order.created', order(1, { customer: reachable }))
    .until('2026-03-05 00:00');
  expect(new Set(story.effects.map(({ id }) => id)).size).toBe(1);
  expect(story.effects[0]?.until).toBe(moment('2026-03-03 10:00'));
});

describe('the suppression list', () => {
  const marketing = 'class: marketing\n';
  const channels = (head: string, ...before: readonly [string, Record<string, unknown>][]) => {
    const story = tell(send('{template: hello, via: [email, sms]}', head));
    story.at('2026-03-02 10:00', 'customer.created', { customer: reachable });
    before.forEach(([type, data], index) => story.at(`2026-03-02 11:0${index}`, type, data));
    return story
      .at('2026-03-02 12:00', 'order.created', order(1))
      .effects.map(({ channel, outcome, reason }) => (outcome === 'done' ? channel : reason))[0];
  };
  const customer = { id: 7 };
  const bounced = (more: object): [string, Record<string, unknown>] => [
    'message.bounced',
    { message: { id: 1, channel: 'email', ...more }, customer },
  ];

  test('an address that came back for good gets nothing more, the other channel goes', () => {
    expect(channels('', bounced({ permanent: true, to: 'A@b.ru' }))).toBe('sms');
    expect(channels('', bounced({ permanent: true }))).toBe('sms');
    expect(channels('', bounced({ permanent: false, to: 'a@b.ru' }))).toBe('email');
    expect(channels('', bounced({ permanent: true, to: 'old@b.ru' }))).toBe('email');
  });

  test('a complaint holds for every class, an unsubscription for marketing', () => {
    const complained: [string, Record<string, unknown>] = [
      'message.complained',
      { message: { id: 1, channel: 'email', to: 'a@b.ru' }, customer },
    ];
    const unsubscribed: [string, Record<string, unknown>] = [
      'message.unsubscribed',
      { message: { id: 1, channel: 'email' }, customer },
    ];
    expect(channels('', complained)).toBe('sms');
    expect(channels('', unsubscribed)).toBe('email');
    expect(channels(marketing, unsubscribed)).toBe('sms');
  });

  test('who takes no subject of a channel any more is on it, until they subscribe again', () => {
    const subscription = (id: number, subscribed: boolean): [string, Record<string, unknown>] => [
      'subscription.changed',
      { customer, subscription: { subscription: { id, channel: 'email', code: `c${id}` }, subscribed } },
    ];
    expect(channels(marketing, subscription(1, false))).toBe('sms');
    expect(channels(marketing, subscription(2, true), subscription(1, false))).toBe('email');
    expect(channels(marketing, subscription(1, false), subscription(1, true))).toBe('email');
    expect(channels('', subscription(1, false))).toBe('email');
  });

  test('operators add and remove addresses and customers', () => {
    const added = (data: object): [string, Record<string, unknown>] => ['suppression.added', { ...data }];
    expect(channels('', added({ suppression: { address: 'A@B.ru' } }))).toBe('sms');
    expect(channels('', added({ suppression: { address: '8 999 000-00-01' } }))).toBe('email');
    expect(channels('', added({ suppression: {}, customer }))).toBe('suppressed');
    expect(channels('', added({ suppression: { channel: 'email' }, customer }))).toBe('sms');
    expect(
      channels('', bounced({ permanent: true, to: 'a@b.ru' }), [
        'suppression.removed',
        { suppression: { address: 'a@b.ru' } },
      ]),
    ).toBe('email');
  });

  test('it holds for whom a customer was merged into', () => {
    expect(
      channels(
        '',
        ['suppression.added', { suppression: {}, customer: { id: 9 } }],
        ['customer.merged', { customer: { id: 9 }, combinedTo: { id: 7 } }],
      ),
    ).toBe('suppressed');
    const message = { id: 1, channel: 'email' };
    const both = (first: number, second: number) =>
      channels(
        '',
        ['message.complained', { message, customer: { id: first } }],
        ['message.unsubscribed', { message, customer: { id: second } }],
        ['customer.merged', { customer: { id: 9 }, combinedTo: { id: 7 } }],
      );
    expect([both(7, 9), both(9, 7)]).toEqual(['sms', 'sms']);
  });
});

describe('caps of the calendar', () => {
  const each = trigger(
    'code: each\nclass: marketing\non: {event: order.created}\nkey: order.id\ndo: [{id: tell, send: {template: hello, via: email}}]',
  );
  const sentAt = (cap: string, days: readonly string[], customer: object = reachable) => {
    const story = tell(`kind: Policy\ncode: default\nclasses: {marketing: {caps: [${cap}]}}`, each);
    days.forEach((day, index) => story.at(day, 'order.created', order(index + 1, { customer })));
    return story
      .until('2026-06-01 00:00')
      .done.filter((line) => !line.includes('deferred'))
      .map((line) => line.slice(0, 16));
  };

  test('a day, a week from Monday, a month, and the rest in the next one', () => {
    // 2 March is a Monday.
    expect(sentAt('1/day', ['2026-03-02 23:30', '2026-03-02 23:40', '2026-03-03 00:10'])).toEqual([
      '2026-03-02 23:30',
      '2026-03-03 00:00',
      '2026-03-04 00:00',
    ]);
    expect(sentAt('2/week', ['2026-03-07 10:00', '2026-03-08 10:00', '2026-03-08 11:00'])).toEqual([
      '2026-03-07 10:00',
      '2026-03-08 10:00',
      '2026-03-09 00:00',
    ]);
    expect(sentAt('1/month', ['2026-03-31 10:00', '2026-03-31 11:00', '2026-04-01 12:00'])).toEqual([
      '2026-03-31 10:00',
      '2026-04-01 00:00',
      '2026-05-01 00:00',
    ]);
    expect(sentAt('2/month', ['2026-03-01 10:00', '2026-03-15 10:00', '2026-03-31 10:00'])).toEqual([
      '2026-03-01 10:00',
      '2026-03-15 10:00',
      '2026-04-01 00:00',
    ]);
  });

  test('where the recipient lives', () => {
    const far = { ...reachable, timezone: 'Asia/Vladivostok' };
    expect(sentAt('1/day', ['2026-03-02 12:00', '2026-03-02 16:30'], far)).toEqual([
      '2026-03-02 12:00',
      '2026-03-02 17:00',
    ]);
  });
});

describe('who gets what there is little of', () => {
  const told = (story: ReturnType<typeof tell>): readonly string[] =>
    story.effects
      .filter(({ type, outcome }) => type === 'send' && outcome !== 'deferred')
      .map(({ trigger: who, outcome, reason }) => `${who.slice('trigger/'.length)} ${reason ?? outcome}`)
      .sort();
  const low = send('{template: hello, via: email}', 'code: low\npriority: 10\nclass: marketing\n');
  const high = trigger(
    'code: high\npriority: 90\nclass: marketing\non: {event: review.posted}\ndo: [{id: tell, send: {template: hello, via: email}}]',
  );
  const capped = (onCap: string) =>
    `kind: Policy\ncode: default\nclasses: {marketing: {caps: [1/1d], onCap: ${onCap}}}`;
  const both = (documents: readonly string[]) =>
    tell(...documents, low, high)
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: reachable }))
      .at('2026-03-02 12:00', 'review.posted', { customer: reachable, review: { id: 1 } });

  test('of two in one moment the higher priority, whichever event came first', () => {
    expect(told(both([capped('skip')]).until('2026-03-02 13:00'))).toEqual(['high done', 'low cap']);
  });

  test('of equals who came first, also after both were held back', () => {
    const each = trigger(
      'code: each\nclass: marketing\non: {event: order.created}\nkey: order.id\ndo: [{id: tell, send: {template: hello, via: email}}]',
    );
    const story = tell('kind: Policy\ncode: default\nclasses: {marketing: {quiet: "21:00-10:00", caps: [1/1d]}}', each);
    for (let id = 1; id <= 8; id++)
      story.at(id < 5 ? '2026-03-02 12:00' : '2026-03-02 22:00', 'order.created', order(id, { customer: reachable }));
    story.until('2026-04-01 00:00');
    const done = story.effects.filter(({ outcome }) => outcome === 'done');
    expect(done.map(({ order: id }) => Number(id))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('the money of a channel likewise', () => {
    const dear = 'kind: Channel\ncode: dear\ntype: push\nprovider: http\nprice: 10\nbudget: 15/day';
    const news = 'kind: Template\ncode: news\nname: News\nfor: customer\nchannel: push\nbody: News';
    const by = (text: string): string => text.replace('template: hello, via: email', 'template: news');
    const story = tell(dear, news, by(low), by(high))
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: reachable }))
      .at('2026-03-02 12:00', 'review.posted', { customer: reachable, review: { id: 1 } })
      .until('2026-03-02 13:00');
    expect(told(story)).toEqual(['high done', 'low budget']);
  });

  test('a message that was held back competes when its slot opens', () => {
    const first = trigger(
      'code: first\nclass: marketing\non: {event: form.submitted}\ndo: [{id: tell, send: {template: hello, via: email}}]',
    );
    const story = tell(capped('defer'), first, low, high)
      .at('2026-03-02 12:00', 'form.submitted', { customer: reachable, form: { id: 1 } })
      .at('2026-03-02 15:00', 'review.posted', { customer: reachable, review: { id: 1 } })
      // The slot opens in this very moment: the order comes before timers, and is not served before the review.
      .at('2026-03-03 12:00', 'order.created', order(1, { customer: reachable }))
      .until('2026-03-10 00:00');
    expect(story.done.filter((line) => !line.includes('deferred'))).toEqual([
      '2026-03-02 12:00 tell send customer/7',
      '2026-03-03 12:00 tell send customer/7',
      '2026-03-04 12:00 tell send order/1',
    ]);
  });

  test('the last unit of stock', () => {
    const take = (code: string, priority: number, on: string) =>
      trigger(`code: ${code}\npriority: ${priority}\non: ${on}\ndo: [{id: take, reserve: =order.items}]`);
    const line = { id: 1, quantity: 1, offer: { id: 5, article: 'A' } };
    const story = tell(
      take('low', 10, '{event: order.created, where: order.id == 1}'),
      take('high', 90, '{event: order.created, where: order.id == 2}'),
    )
      .at('2026-03-02 11:00', 'stock.changed', { offer: { id: 5, article: 'A', quantity: 1 } })
      .at('2026-03-02 12:00', 'order.created', order(1, { items: [line] }))
      .at('2026-03-02 12:00', 'order.created', order(2, { items: [{ ...line, id: 2 }] }))
      .until('2026-03-02 13:00');
    expect(story.done).toEqual([
      '2026-03-02 12:00 take reserve order/1 skipped no-stock',
      '2026-03-02 12:00 take reserve order/2',
    ]);
  });

  test('a step that is used up while it was held back is not done again', () => {
    const story = tell(
      policy('{quiet: "21:00-10:00"}'),
      trigger(
        'on: {event: order.created}\nkey: order.id\ndo: [{id: tell, send: {template: hello, via: email}, once: {per: customer}}]',
      ),
    )
      .at('2026-03-02 23:00', 'order.created', order(1, { customer: reachable }))
      .at('2026-03-02 23:30', 'order.created', order(2, { customer: { ...reachable, timezone: 'Europe/London' } }))
      .until('2026-03-04 00:00');
    expect(story.done.filter((line) => !line.includes('deferred'))).toHaveLength(1);
  });
});

describe('reachable(template) says beforehand whether a message could go', () => {
  const gift = `class: marketing
on: {event: order.created}
do:
  - {id: gift, if: reachable("hello"), coupon: {percent: 10}}
  - {id: tell, send: {template: hello}}`;
  const done = (customer: object, ...documents: string[]) =>
    tell(...documents, trigger(gift))
      .at('2026-03-02 12:00', 'order.created', order(1, { customer }))
      .until('2026-03-02 12:01')
      .effects.map(({ type, outcome, reason }) => `${type} ${reason ?? outcome}`);
  const consent = policy('{consent: required}');
  const away = { emailMarketingUnsubscribedAt: '2026-01-01 10:00:00' };

  test('by the addresses that there are', () => {
    expect(done(reachable)).toEqual(['coupon done', 'send done']);
    expect(done({ id: 7 })).toEqual(['send no-address']);
  });

  test('by consent, where the class of the trigger requires it', () => {
    expect(done({ id: 7, email: 'a@b.ru', ...away }, consent)).toEqual(['send no-consent']);
    expect(done({ id: 7, email: 'a@b.ru', ...away })).toEqual(['coupon done', 'send done']);
    expect(done({ ...reachable, ...away }, consent)).toEqual(['coupon done', 'send done']);
  });

  test('by the suppression list', () => {
    const story = tell(trigger(gift))
      .at('2026-03-01 12:00', 'suppression.added', { suppression: {}, customer: reachable })
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: reachable }))
      .until('2026-03-02 12:01');
    expect(story.effects.map(({ type, reason }) => `${type} ${reason}`)).toEqual(['send suppressed']);
  });

  test('also at entry, in exits and in a sequence', () => {
    const leaves = trigger(`class: marketing
on: {event: order.created}
when: reachable("hello")
exit: '!reachable("hello")'
do:
  - {id: pause, wait: 1d}
  - {id: again, call: again}`);
    const again =
      'kind: Sequence\ncode: again\nname: Again\ndo: [{id: gift, if: reachable("hello"), coupon: {percent: 5}}]';
    const story = tell(leaves, again, consent)
      .at('2026-03-02 12:00', 'order.created', order(1, { customer: { id: 7, email: 'a@b.ru' } }))
      .at('2026-03-02 12:00', 'order.created', order(2, { customer: { id: 8, email: 'b@b.ru' } }))
      .at('2026-03-02 13:00', 'order.created', order(3, { customer: { id: 9 } }))
      .at('2026-03-02 14:00', 'customer.changed', { customer: { id: 8, ...away } })
      .until('2026-03-04 12:00');
    expect(story.done).toEqual(['2026-03-03 12:00 again/gift coupon order/1']);
    expect(story.journal.filter((line) => line.includes('exited'))).toEqual(['exited !reachable("hello")']);
  });
});

describe('where the clock is put back within quiet hours', () => {
  const night = 'kind: Policy\ncode: default\nclasses: {service: {quiet: "22:00-02:30"}}';
  const utc = (time: string) => parseInstant(`2024-10-27T${time}:00Z`)!;
  // Berlin has 02:00 to 03:00 twice.
  const sentAt = (...times: readonly string[]) => {
    const story = tellIn('Europe/Berlin', night, send('{template: hello}'));
    times.forEach((time, index) =>
      story.at('2024-10-27 00:00', 'order.created', order(index, { customer: reachable }), { at: utc(time) }),
    );
    return story
      .until('2024-10-28 00:00')
      .effects.filter(({ outcome }) => outcome === 'done')
      .map(({ at }) => new Date(at).toISOString().slice(11, 16));
  };

  test('what waits goes when they end for the first time', () => {
    expect(sentAt('00:15', '00:29', '00:45')).toEqual(['00:30', '00:30', '00:45']);
  });

  test('what is wanted when they have come once more goes when they have ended once more', () => {
    expect(sentAt('01:00', '01:29', '01:30', '01:45')).toEqual(['01:30', '01:30', '01:30', '01:45']);
  });
});
