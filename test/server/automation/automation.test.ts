import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrmError } from '../../../src/crm/errors.js';
import { openAutomationFile } from '../../../src/server/automation/store/file.js';
import { digestOf } from '../../../src/model/digest.js';
import { temporaryFolder } from '../../environment/project.js';
import { config, openPlane, releaseSaying, type Plane } from './plane.js';

let folder: ReturnType<typeof temporaryFolder>;
let plane: Plane;
beforeEach(async () => {
  folder = temporaryFolder();
  plane = await openPlane(folder.path);
});
afterEach(async () => {
  await plane.close();
  folder.remove();
});

async function errorOf(promise: Promise<unknown>): Promise<CrmError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(CrmError);
  return thrown as CrmError; // just checked
}

const at = '2026-03-02T09:00:00Z';

describe('the door', () => {
  it('opens to a key or a bearer token', async () => {
    expect((await plane.client({ key: 'the-key' }).info()).version).toBe('1.2.3');
    expect((await plane.client({ token: 'the-key' }).info()).capabilities).toEqual({ statusGroups: true });
  });

  it.each([
    [{}, 401, 'A key is missing'],
    [{ key: 'the-kex' }, 403, 'Wrong key.'],
    [{ token: 'the-key2' }, 403, 'Wrong key.'],
  ])('stays shut otherwise: %j', async (options, status, message) => {
    const error = await errorOf(plane.client(options).state());
    expect([error.reason, error.status]).toEqual(['auth', status]);
    expect(error.message).toContain(message);
  });

  it('stays shut before anything else is told, also what exists', async () => {
    for (const path of ['', '/state', '/triggers', '/nonsense']) {
      expect((await fetch(`${plane.url}/automation/v1${path}`)).status).toBe(401);
    }
  });
});

describe('a release', () => {
  it('is what runs, and what was applied is the base of the next plan', async () => {
    const client = plane.client();
    const release = releaseSaying('one');
    const { id, number } = await client.publish(release);
    expect(number).toBe(1);
    expect(await client.state()).toEqual({
      success: true,
      release: { id, number: 1, appliedAt: at, project: 'shop', revision: 'abc123', parent: null },
      config,
      live: [{ ...release.live[0], digest: digestOf(release.live[0]!.spec) }],
      applied: [
        { ...release.applied[1], digest: digestOf(release.applied[1]!.spec), protected: true },
        { ...release.applied[0], digest: digestOf(release.applied[0]!.spec), protected: false },
      ],
    });
  });

  it('is never changed: older ones are read as they were, newest first', async () => {
    const client = plane.client();
    const first = await client.publish(releaseSaying('one'));
    const second = await client.publish(releaseSaying('two', first.id));
    expect((await client.releases()).map(({ id, number, parent }) => ({ id, number, parent }))).toEqual([
      { id: second.id, number: 2, parent: first.id },
      { id: first.id, number: 1, parent: null },
    ]);
    expect((await client.release(first.id)).live[0]!.spec).toEqual({ code: 'thanks', do: [{ note: 'one' }] });
    expect(await client.release(first.id)).toMatchObject({ config, number: 1 });
  });

  it('can be published again after a lost answer', async () => {
    const client = plane.client();
    const release = releaseSaying('one');
    const first = await client.publish(release);
    expect(await client.publish(release)).toMatchObject({ id: first.id, number: 1 });
    expect(await client.releases()).toHaveLength(1);
  });

  it('may say the same as an earlier one: going back is going on', async () => {
    const client = plane.client();
    const first = await client.publish(releaseSaying('one'));
    const second = await client.publish(releaseSaying('two', first.id));
    const third = await client.publish(releaseSaying('one', second.id));
    expect(third.number).toBe(3);
    expect(third.id).not.toBe(first.id);
    expect((await client.state()).live[0]!.spec).toEqual({ code: 'thanks', do: [{ note: 'one' }] });
  });

  it('of two that follow the same one, one is refused and told what is current', async () => {
    const client = plane.client();
    const base = await client.publish(releaseSaying('base'));
    const results = await Promise.allSettled([
      client.publish(releaseSaying('mine', base.id)),
      plane.client().publish(releaseSaying('yours', base.id)),
    ]);
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(1);
    const error = lost[0]!.reason as CrmError; // a client throws nothing else
    expect([error.reason, error.status]).toEqual(['conflict', 409]);
    expect(error.message).toContain('Plan again.');
    expect(error.answer?.['current']).toBe((await client.state()).release?.id);
    expect(await client.releases()).toHaveLength(2);
  });

  it('that is wrong is refused as a whole, with every fault and its place', async () => {
    const client = plane.client();
    const trigger = { address: 'trigger/a', kind: 'Trigger', spec: {} };
    const wrong = {
      parent: null,
      project: '',
      config: { name: 'shop', timezone: 'Europe/Moscow', currency: 'RUB', shop: { phone: ['1'] } },
      live: [trigger, trigger, { kind: 'Trigger', spec: [] }],
      applied: 'none',
    };
    // What a client of our own types could never send.
    const error = await errorOf(client.publish(wrong as unknown as Parameters<typeof client.publish>[0]));
    expect(error.reason).toBe('invalid');
    expect(error.errors).toEqual({
      project: 'must be a text that is not empty',
      revision: 'must be a text that is not empty',
      'config.locale': 'must be a text that is not empty',
      'config.shop.phone': 'must be a text or a number',
      'live[1].address': '"trigger/a" is there twice',
      'live[2].address': 'must be a text that is not empty',
      'live[2].spec': 'must be a map',
      applied: 'must be a list',
    });
    expect((await client.state()).release).toBeNull();
  });

  it('that does not exist is not found', async () => {
    expect((await errorOf(plane.client().release('no-such'))).reason).toBe('not-found');
  });

  it('lists go on over many pages', async () => {
    const client = plane.client();
    let parent: string | null = null;
    for (let index = 0; index < 120; index++) parent = (await client.publish(releaseSaying(`${index}`, parent))).id;
    const numbers = (await client.releases()).map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
  });
});

describe('a resource that somebody changes by hand', () => {
  it('runs changed, in a release of its own, while the applied copy stays', async () => {
    const client = plane.client();
    const { id } = await client.publish(releaseSaying('one'));
    const spec = { code: 'thanks', do: [{ note: 'by hand' }] };
    expect(await client.put('triggers', 'thanks', spec)).toMatchObject({
      address: 'trigger/thanks',
      digest: digestOf(spec),
    });
    const state = await client.state();
    expect(state.release).toMatchObject({ number: 2, parent: id, project: 'shop' });
    expect(state.live[0]!.spec).toEqual(spec);
    expect(state.applied.find(({ address }) => address === 'trigger/thanks')!.spec).toEqual({
      code: 'thanks',
      do: [{ note: 'one' }],
    });
    expect((await client.release(id)).live[0]!.spec).toEqual({ code: 'thanks', do: [{ note: 'one' }] });
  });

  it('can be read by kind and code, added, and taken away', async () => {
    const client = plane.client();
    await client.publish(releaseSaying('one'));
    await client.put('segments', 'vip', { code: 'vip', where: 'customer.totalSumm > 100000' });
    expect((await client.resources('segments')).map(({ address }) => address)).toEqual(['segment/vip']);
    expect((await client.resource('segments', 'vip')).kind).toBe('Segment');
    await client.remove('segments', 'vip');
    await client.remove('segments', 'vip');
    expect(await client.resources('segments')).toEqual([]);
    expect((await errorOf(client.resource('segments', 'vip'))).reason).toBe('not-found');
  });

  it('stays when it is protected, also after its file is gone', async () => {
    const client = plane.client();
    const { live, ...rest } = releaseSaying('one');
    await client.publish({ ...rest, live, applied: [{ ...live[0]!, protected: true }] });
    const error = await errorOf(client.remove('triggers', 'thanks'));
    expect(error.message).toContain('trigger/thanks is protected');
    expect((await client.state()).live).toHaveLength(1);
  });

  it('needs a release and a collection that exist', async () => {
    const client = plane.client();
    expect((await errorOf(client.put('triggers', 'a', {}))).message).toContain('Nothing was applied yet');
    expect((await errorOf(client.resources('trigers'))).message).toContain('there are: segments, triggers');
  });
});

describe('the lock', () => {
  it('has one owner, whom others can name, and an age', async () => {
    const client = plane.client();
    expect(await client.lock('anna', 600)).toEqual({ owner: 'anna', since: at, ttlSeconds: 600 });
    plane.clock.now += 60_000;
    const error = await errorOf(client.lock('oleg', 600));
    expect(error.reason).toBe('conflict');
    expect(error.message).toContain(`anna has the lock since ${at}.`);
    expect(error.answer).toMatchObject({ owner: 'anna', since: at });
    expect((await errorOf(client.unlock('oleg'))).reason).toBe('conflict');
    await client.unlock('anna');
    expect((await client.lock('oleg', 600)).owner).toBe('oleg');
  });

  it('is renewed by its owner and keeps its age', async () => {
    const client = plane.client();
    await client.lock('anna', 60);
    plane.clock.now += 50_000;
    expect((await client.lock('anna', 60)).since).toBe(at);
    plane.clock.now += 50_000;
    expect((await errorOf(client.lock('oleg', 60))).reason).toBe('conflict');
  });

  it('ends by itself when its owner died', async () => {
    const client = plane.client();
    await client.lock('anna', 60);
    plane.clock.now += 60_000;
    expect((await client.lock('oleg', 60)).owner).toBe('oleg');
  });

  it('of nobody can be given back: an answer may have been lost', async () => {
    await expect(plane.client().unlock('anna')).resolves.toBeUndefined();
  });

  it.each([0, 1.5, 100_000, 'an hour'])('lasts a sensible time, not %s', async (ttl) => {
    const error = await errorOf(plane.client().lock('anna', ttl as number)); // what a foreign client may send
    expect(error.errors).toEqual({ ttlSeconds: 'must be a whole number from 1 to 86400' });
  });
});

describe('events', () => {
  const event = (id: string) => ({
    id,
    source: 'pbx',
    type: 'call.missed',
    time: '2026-03-02T09:00:00+03:00',
    data: { call: { phone: '+7999' } },
  });

  it('are kept once, in the order of their arrival', async () => {
    const client = plane.client();
    expect(await client.sendEvents([event('b'), event('a')])).toMatchObject({ accepted: 2, known: 0 });
    expect(await client.sendEvents([event('a'), event('c')])).toMatchObject({ accepted: 1, known: 1 });
    const database = new Database(plane.file, { readonly: true });
    const rows = database.prepare<[], { document: string }>('SELECT document FROM inbox ORDER BY position').all();
    database.close();
    expect(rows.map(({ document }) => JSON.parse(document) as unknown)).toEqual(
      ['b', 'a', 'c'].map((id) => ({ specversion: '1.0', ...event(id) })),
    );
  });

  it('are refused together when one is wrong', async () => {
    const client = plane.client();
    const error = await errorOf(client.sendEvents([event('a'), { ...event('b'), time: '2 March' }]));
    expect(error.errors).toEqual({ 'events[1].time': '"2 March" is no ISO 8601 time with Z or an offset' });
    expect(await client.sendEvents([event('a')])).toMatchObject({ accepted: 1 });
  });

  it.each([
    [{ order: 5 }, 'data.order', 'is no object'],
    [{ customer: { id: {} } }, 'data.customer.id', 'is no id'],
    [{ changes: 'status' }, 'data.changes', 'is no list of {field, old, new}'],
    [{ changes: [{ old: 1 }] }, 'data.changes', 'is no list of {field, old, new}'],
  ])('with data that no runner can read are refused: %j', async (data, place, message) => {
    const error = await errorOf(plane.client().sendEvents([{ ...event('d'), data }]));
    expect(error.errors).toEqual({ [`events[0].${place}`]: message });
  });
});

describe('waiting instances', () => {
  it('are none before the runner ran', async () => {
    expect(await plane.client().waiting()).toEqual([]);
  });

  it('are counted by trigger, step and revision in the runner’s own table', async () => {
    const database = openAutomationFile(plane.file);
    const insert = database.prepare(
      `INSERT INTO instances (id, trigger, key, revision, status, step, entered_at, document)
       VALUES (?, 'no-answer', 'order/1', 'r1', ?, ?, 0, '{}')`,
    );
    for (const [id, status, step] of [
      ['a', 'waiting', 'pause'],
      ['b', 'waiting', 'pause'],
      ['c', 'waiting', 'call'],
      ['d', 'completed', ''],
    ])
      insert.run(id, status, step);
    database.close();
    expect(await plane.client().waiting()).toEqual([
      { trigger: 'no-answer', step: 'call', revision: 'r1', count: 1 },
      { trigger: 'no-answer', step: 'pause', revision: 'r1', count: 2 },
    ]);
  });
});

describe('a body that cannot be read', () => {
  it.each(['{"parent": nul', '[1]', ''])('is refused with the reason: %s', async (body) => {
    const headers = { 'x-api-key': 'the-key', 'content-type': 'application/json' };
    const answer = await fetch(`${plane.url}/automation/v1/releases`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, errorMsg: expect.any(String) as string });
  });
});
