import { describe, expect, test } from 'vitest';
import { instant } from '../../src/model/instant.js';
import { begin, openLiveShop, outboxOf } from './liveShop.js';
import { openPostOffice, thanksByMail } from './postOffice.js';

const greet = `kind: Trigger
code: greet
name: Greet
on: {event: order.created}
do:
  - {id: call, task: {text: "Call {{ order.number }}"}}
`;
const unpaid = `kind: Trigger
code: unpaid
name: Unpaid
on: {event: order.created}
exit: order.status != "new"
do:
  - {id: pause, wait: 24h}
  - {id: call, task: {text: "Still new: {{ order.number }}"}}
`;

function letters(port: number, trigger: string, rest = ''): string {
  return `${thanksByMail(port)}${trigger}${rest}`;
}
const thanks = `kind: Trigger
code: thanks
name: Thanks
on: {event: order.created}
do:
  - {id: tell, send: {template: thanks}}
`;

describe('one pass', () => {
  test('does what is due, ends, and does nothing again when nothing happened', async () => {
    const shop = await openLiveShop(greet);
    await shop.order({ number: 'A-1' });
    expect(await shop.runDone()).toMatchObject({
      format: 'crmctl.run/1',
      events: 2,
      entered: 1,
      effects: { done: 1, deferred: 0, skipped: 0, retry: 0, dead: 0, unknown: 0 },
      attention: [],
    });
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Call A-1']);
    const again = await shop.runDone();
    expect(again).toMatchObject({ events: 0, entered: 0, effects: { done: 0 } });
    expect(await shop.tasks()).toHaveLength(1);
  });

  test('does a step with once for one of two that came between passes', async () => {
    const step = 'once: {per: customer}, task: {text: "Call {{ order.number }}"}';
    const shop = await openLiveShop(greet.replace('task: {text: "Call {{ order.number }}"}', step));
    const customer = await shop.customer();
    for (const number of ['A-1', 'A-2']) await shop.order({ number, customer: { id: customer } });
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Call A-1']);
    await shop.order({ number: 'A-3', customer: { id: customer } });
    await shop.runDone();
    expect(await shop.tasks()).toHaveLength(1);
  });

  test('does nothing in the store of another project', async () => {
    const shop = await openLiveShop(greet);
    await shop.order({ number: 'A-1' });
    expect(await shop.run({ project: 'another' })).toEqual({ ended: 'other-project', name: 'shop' });
    expect(await shop.tasks()).toEqual([]);
    expect(await shop.runDone({ project: 'shop' })).toMatchObject({ entered: 1 });
  });

  test('says that nothing is applied', async () => {
    const shop = await openLiveShop('');
    const empty = {
      release: null,
      config: null,
      live: [],
      applied: [],
    };
    expect(await shop.run({ automation: { ...shop.automation, state: async () => empty } })).toEqual({
      ended: 'nothing-applied',
    });
  });

  test('what happened before the release starts nothing; what happens after it does, though nobody ran', async () => {
    const shop = await openLiveShop('');
    const early = await shop.order({ number: 'EARLY' });
    shop.pass('1m');
    await shop.apply(greet);
    shop.pass('5m');
    await shop.order({ number: 'LATER' });
    await shop.change(early, { managerComment: 'is known all the same' });
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Call LATER']);
    expect(shop.rows("SELECT id FROM entities WHERE kind = 'order'")).toHaveLength(2);
  });

  test('a long history is read page by page, and the cursors stand behind all of it', async () => {
    const shop = await openLiveShop(greet);
    for (let count = 0; count < 120; count++) {
      if (count % 3 === 0) shop.pass('1s');
      await shop.order({ number: `A-${count}` });
    }
    const { cursor, events } = await shop.runDone();
    // The orders, and the tasks that come back.
    expect(events).toBe(240);
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(
      Array.from({ length: 120 }, (_, count) => `Call A-${count}`),
    );
    const last = await shop.crm.call({ method: 'GET', path: 'orders/history', query: { filter: { sinceId: 0 } } });
    expect(cursor['orders']).toBeGreaterThan(0);
    const behind = await shop.crm.call({
      method: 'GET',
      path: 'orders/history',
      query: { filter: { sinceId: cursor['orders'] } },
    });
    expect(last['history']).not.toEqual([]);
    expect(behind['history']).toEqual([]);
  });

  test('events that the history does not carry come through the inbox, once', async () => {
    const shop = await openLiveShop(`kind: Trigger
code: low
name: Low score
on: {event: review.posted, where: event.review.score <= 2}
do:
  - {id: call, task: {text: "Score {{ event.review.score }}"}}
`);
    const customer = await shop.customer();
    await shop.runDone();
    shop.pass('1m');
    const review = (id: string, score: number) => ({
      id,
      source: 'site',
      type: 'review.posted',
      time: new Date(shop.now()).toISOString(),
      data: { review: { id, score }, customer: { id: customer } },
    });
    await shop.automation.sendEvents([review('r-1', 1), review('r-2', 5)]);
    await shop.automation.sendEvents([review('r-1', 1)]);
    expect(await shop.runDone()).toMatchObject({ entered: 1, cursor: { inbox: 2 } });
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Score 1']);
  });

  test('an event from a clock that goes before ours pulls no timer forward', async () => {
    const shop = await openLiveShop(unpaid);
    await shop.order({ number: 'A-1' });
    await shop.runDone();
    const time = new Date(shop.now() + 48 * 3_600_000).toISOString();
    await shop.automation.sendEvents([{ id: 'x', source: 'site', type: 'custom.ahead', time, data: {} }]);
    await shop.runDone();
    expect(await shop.tasks()).toEqual([]);
  });
});

describe('when nobody ran', () => {
  test('a timer that became due fires at the next pass, and an event that came before it comes first', async () => {
    const shop = await openLiveShop(unpaid);
    await shop.order({ number: 'STILL-NEW' });
    const other = await shop.order({ number: 'MOVED' });
    await shop.runDone();
    shop.pass('23h');
    await shop.change(other, { status: 'client-confirmed' });
    shop.pass('5h');
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Still new: STILL-NEW']);
  });

  test('an event comes before a timer of the same moment', async () => {
    const shop = await openLiveShop(unpaid);
    const order = await shop.order({ number: 'A-1' });
    await shop.runDone();
    shop.pass('24h');
    await shop.change(order, { status: 'assembling' });
    shop.pass('1m');
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({});
  });

  test('what is more than a day late is not done any more, and is counted', async () => {
    const shop = await openLiveShop(unpaid);
    await shop.order();
    await shop.runDone();
    shop.pass('3d');
    expect((await shop.runDone()).effects).toMatchObject({ done: 0, skipped: 1 });
    expect(shop.rows('SELECT state, error FROM outbox')).toEqual([{ state: 'skipped', error: 'late' }]);
    expect(await shop.tasks()).toEqual([]);
  });

  test('a message that was decided on in time but never got away is a dead letter after that day', async () => {
    const office = await openPostOffice();
    const { port } = office;
    await office.close();
    const shop = await openLiveShop(letters(port, thanks));
    await shop.order({ customer: { id: await shop.customer() }, email: 'anna@example.com' });
    const first = await shop.runDone();
    expect(first).toMatchObject({
      effects: { done: 0, retry: 1 },
      attention: [
        {
          state: 'retry',
          type: 'send',
          channel: 'email',
          error: expect.stringContaining('nobody listens there') as string,
          next: '2026-03-02T09:00:03.750Z',
        },
      ],
    });
    shop.pass('20h');
    expect((await shop.runDone()).effects).toMatchObject({ retry: 1, dead: 0 });
    shop.pass('5h');
    const { effects, attention } = await shop.runDone();
    expect(effects).toMatchObject({ retry: 0, dead: 1 });
    expect(attention).toMatchObject([
      { state: 'dead', error: expect.stringMatching(/^late: .*nobody listens there/) as string },
    ]);
  });

  test('when the mail server comes back, everything that waited is sent, each letter once', async () => {
    const closed = await openPostOffice();
    const { port } = closed;
    await closed.close();
    const shop = await openLiveShop(letters(port, thanks));
    for (const name of ['a', 'b', 'c'])
      await shop.order({ customer: { id: await shop.customer({ email: `${name}@example.com` }) } });
    expect((await shop.runDone()).effects.retry).toBe(3);
    const office = await openPostOffice(port);
    expect((await shop.runDone()).effects.done).toBe(0);
    shop.pass('1m');
    expect((await shop.runDone()).effects).toMatchObject({ done: 3, retry: 0 });
    expect(office.letters.map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
  });
});

describe('the policy, live', () => {
  const night = `---
kind: Policy
code: default
name: Policy
classes:
  service: {quiet: "23:00-08:00", onQuiet: defer}
`;

  test('a retry that slips into quiet hours waits for the morning', async () => {
    const office = await openPostOffice();
    office.receive({ code: 450, at: 'letter' }, 'accept');
    // 22:59:58 in Moscow
    const shop = await openLiveShop(
      letters(office.port, thanks, night),
      instant(begin + 10 * 3_600_000 + 59 * 60_000 + 58_000),
    );
    await shop.order({ customer: { id: await shop.customer() } });
    expect((await shop.runDone()).effects.retry).toBe(1);
    shop.pass('10s');
    expect((await shop.runDone()).attention).toMatchObject([
      { state: 'retry', error: 'quiet', next: '2026-03-03T05:00:00Z' },
    ]);
    expect(office.letters).toEqual([]);
    shop.pass('10h');
    expect((await shop.runDone()).effects).toMatchObject({ done: 1, retry: 0 });
    expect(office.letters).toHaveLength(1);
  });

  test('the night is that of whom it reaches', async () => {
    const office = await openPostOffice();
    office.receive({ code: 450, at: 'letter' }, 'accept');
    // 15:59:58 in Moscow, seven hours later in Vladivostok
    const shop = await openLiveShop(
      letters(office.port, thanks, night),
      instant(begin + 3 * 3_600_000 + 59 * 60_000 + 58_000),
    );
    const address = { countryIso: 'RU', region: 'Приморский край' };
    await shop.order({ customer: { id: await shop.customer({ address }) } });
    expect((await shop.runDone()).effects.retry).toBe(1);
    shop.pass('10s');
    expect((await shop.runDone()).attention).toMatchObject([{ error: 'quiet', next: '2026-03-02T22:00:00Z' }]);
    expect(office.letters).toEqual([]);
  });

  test('a message decided on by day, but first tried at night, waits as well', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(
      letters(office.port, thanks, `${night}catchUp: {maxMessages: 0}\n`),
      instant(begin + 10 * 3_600_000),
    );
    await shop.order({ customer: { id: await shop.customer() } });
    expect(await shop.run()).toMatchObject({ ended: 'braked', messages: 1, limit: 0 });
    shop.pass('2h');
    expect((await shop.runDone({ approved: true })).attention).toMatchObject([{ state: 'retry', error: 'quiet' }]);
    expect(office.letters).toEqual([]);
  });

  test('a backlog over catchUp.maxMessages stops before anything is sent, until somebody approves', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(
      letters(office.port, thanks, '---\nkind: Policy\ncode: default\nname: Policy\ncatchUp: {maxMessages: 2}\n'),
    );
    const customer = await shop.customer();
    for (let count = 0; count < 3; count++) await shop.order({ customer: { id: customer } });
    for (let time = 0; time < 2; time++)
      expect(await shop.run()).toEqual({
        ended: 'braked',
        limit: 2,
        messages: 3,
        spread: 0,
        triggers: [{ address: 'trigger/thanks', messages: { email: 3 } }],
      });
    expect(office.letters).toEqual([]);
    expect((await shop.runDone({ approved: true })).effects.done).toBe(3);
    expect(office.letters).toHaveLength(3);
  });

  test('marketing that nobody was there to send is spread, counts for the brake, and is sent once it is let through', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(
      letters(
        office.port,
        thanks.replace('on:', 'class: marketing\non:'),
        '---\nkind: Policy\ncode: default\nname: Policy\ncatchUp: {maxMessages: 2}\n',
      ),
    );
    await shop.runDone();
    for (let count = 0; count < 4; count++) {
      const customer = await shop.customer({ email: `${count}@example.com` });
      await shop.order({ customer: { id: customer } });
    }
    shop.pass('3h');
    expect(await shop.run()).toMatchObject({ ended: 'braked', messages: 4, limit: 2 });
    // Some moments have come meanwhile: nobody has let anything through yet.
    shop.pass('30m');
    expect(await shop.run()).toMatchObject({ ended: 'braked', messages: 4, limit: 2 });
    expect(office.letters).toEqual([]);
    await shop.runDone({ approved: true });
    const waiting = (await shop.automation.pending({})).filter(({ waitsFor }) => waitsFor === 'admission');
    expect(waiting.length + office.letters.length).toBe(4);
    for (const { reason, due } of waiting) {
      expect(reason).toBe('spread');
      expect(Date.parse(due!) - shop.now()).toBeLessThan(3_600_000);
    }
    for (let slept = 0; slept < 6; slept++) {
      shop.pass('10m');
      await shop.runDone();
    }
    expect(office.letters).toHaveLength(4);
    expect(outboxOf(shop)).toEqual({ done: 4 });
  });

  test('a message whose instance ended while it waited for another attempt is withdrawn', async () => {
    const office = await openPostOffice();
    office.receive({ code: 450, at: 'letter' }, 'accept');
    const shop = await openLiveShop(
      letters(office.port, thanks.replace('do:', 'exit: order.status == "cancel-other"\ndo:')),
    );
    const order = await shop.order({ customer: { id: await shop.customer() } });
    await shop.runDone();
    await shop.change(order, { status: 'cancel-other' });
    shop.pass('1m');
    expect((await shop.runDone()).effects).toMatchObject({ done: 0, skipped: 1 });
    expect(outboxOf(shop)).toEqual({ withdrawn: 1 });
    expect(office.letters).toEqual([]);
  });
});

describe('class D: a letter whose delivery is uncertain', () => {
  test('is never repeated, and is put before a person', async () => {
    const office = await openPostOffice();
    office.receive('cut', 'accept');
    const shop = await openLiveShop(letters(office.port, thanks));
    await shop.order({ customer: { id: await shop.customer() } });
    expect(await shop.runDone()).toMatchObject({
      effects: { done: 0, unknown: 1 },
      attention: [{ state: 'unknown', type: 'send', channel: 'email' }],
    });
    shop.pass('3h');
    expect(await shop.runDone()).toMatchObject({ effects: { unknown: 0 }, attention: [{ state: 'unknown' }] });
    expect(office.letters).toHaveLength(1);
  });

  test('is repeated where the Channel says resend: true', async () => {
    const office = await openPostOffice();
    office.receive('cut', 'accept');
    const shop = await openLiveShop(letters(office.port, thanks).replace('from: shop', 'resend: true\nfrom: shop'));
    await shop.order({ customer: { id: await shop.customer() } });
    expect((await shop.runDone()).effects).toMatchObject({ retry: 1 });
    shop.pass('1m');
    expect((await shop.runDone()).effects).toMatchObject({ done: 1 });
    expect(office.letters.map(({ effect }) => effect)).toEqual([office.letters[0]!.effect, office.letters[0]!.effect]);
  });

  test('refused for good: a dead letter that names the reason', async () => {
    const office = await openPostOffice();
    office.receive({ code: 554, at: 'letter' });
    const shop = await openLiveShop(letters(office.port, thanks));
    await shop.order({ customer: { id: await shop.customer() } });
    expect(await shop.runDone()).toMatchObject({
      effects: { dead: 1 },
      attention: [{ state: 'dead', error: expect.stringContaining('554') as string }],
    });
  });
});

describe('an address that the mail server does not know', () => {
  const call = `  - {id: call, task: {text: "steps.tell: {{ steps.tell.reason|default('sent') }}"}}\n`;
  const card = `---
kind: Trigger
code: card
name: Card
on: {event: message.bounced, where: message.permanent}
do: [{id: mend, note: "{{ message.to }}: {{ message.error }}"}]
`;

  test('is never written to again; the run goes on, and triggers hear of it', async () => {
    const office = await openPostOffice();
    office.receive({ code: 550, at: 'recipient', says: '5.1.1 no such user' });
    const shop = await openLiveShop(letters(office.port, `${thanks}${call}`, card));
    const gone = await shop.customer({ email: 'gone@example.com' });
    await shop.order({ customer: { id: gone } });
    expect(await shop.runDone()).toMatchObject({ effects: { dead: 0, skipped: 1 }, attention: [] });
    office.receive('accept');
    await shop.order({ customer: { id: gone } });
    await shop.order({ customer: { id: await shop.customer({ email: 'Gone@Example.com' }) } });
    await shop.order({ customer: { id: await shop.customer({ email: 'anna@example.com' }) } });
    await shop.runDone();
    expect(office.letters.map(({ to }) => to)).toEqual(['anna@example.com']);
    const reasons = shop.rows<{ error: string | null }>(
      "SELECT error FROM outbox WHERE state = 'skipped' ORDER BY position",
    );
    expect(reasons.map(({ error }) => error)).toEqual([
      expect.stringMatching(/^bounced: .*550 5\.1\.1 no such user$/),
      'suppressed',
      'suppressed',
    ]);
    expect((await shop.tasks()).map(({ text }) => text)).toEqual([
      'steps.tell: bounced',
      'steps.tell: suppressed',
      'steps.tell: suppressed',
      'steps.tell: sent',
    ]);
    expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0])).toEqual([
      expect.stringContaining('gone@example.com: '),
    ]);
  });
});
