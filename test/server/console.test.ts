import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAutomationFile } from '../../src/server/automation/store/file.js';
import { temporaryFolder } from '../environment/project.js';
import { openPlane, releaseSaying, type Plane } from './automation/plane.js';

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

describe('/console', () => {
  it.each([
    ['without a key', {}],
    ['with another password', { authorization: basic('anna:other') }],
    ['with another key', { 'x-api-key': 'other' }],
  ])('%s tells nothing, and makes a browser ask', async (_, headers) => {
    const answer = await fetch(`${plane.url}/console`, { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="crmctl"/);
    expect(await answer.text()).not.toContain('<html');
  });

  it.each([
    ['the password of anybody', { authorization: basic('anna:the-key') }],
    ['the key', { 'x-api-key': 'the-key' }],
    ['the key as a token', { authorization: 'Bearer the-key' }],
  ])('opens to %s', async (_, headers) => {
    expect((await fetch(`${plane.url}/console`, { headers })).status).toBe(200);
  });

  it('changes nothing: it can only be read, and its page runs no script and sends no form', async () => {
    const headers = { authorization: basic('anna:the-key') };
    expect((await fetch(`${plane.url}/console`, { method: 'POST', headers })).status).toBe(405);
    const answer = await fetch(`${plane.url}/console`, { headers });
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*form-action 'none'/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).not.toMatch(/<script|<form|<button/);
  });

  it('says what to do before anything was applied', async () => {
    expect(await seen()).toContain('Nothing was applied yet: <code>crmctl plan</code>');
  });

  it('shows the release, what waits, what needs a person, what is held back and what was done', async () => {
    const client = plane.client();
    await client.publish(releaseSaying('one'));
    await client.pause({ scope: 'trigger/thanks', by: 'anna', reason: 'ERP <moves>' });
    ran((database) => {
      for (const [id, status, revision] of [
        ['1', 'waiting', 'r1'],
        ['2', 'waiting', 'r2'],
        ['3', 'completed', 'r2'],
      ]) {
        database
          .prepare(
            `INSERT INTO instances (id, trigger, key, revision, status, step, entered_at, document) VALUES (?, 'thanks', 'k', ?, ?, 'pause', 0, '{}')`,
          )
          .run(id, revision, status);
        database
          .prepare(
            `INSERT INTO journal (at, trigger, instance, document) VALUES (?, 'trigger/thanks', ?, '{"what": "entered"}')`,
          )
          .run(plane.clock.now - 1000, id);
      }
      for (let number = 1; number <= 52; number++)
        database
          .prepare(
            `INSERT INTO outbox (id, state, attempts, next_at, uncertain, error, document) VALUES (?, 'dead', 9, 0, 0, ?, ?)`,
          )
          .run(
            `e${number}`,
            '550 <no such user>',
            JSON.stringify({
              id: `e${number}`,
              at: plane.clock.now,
              trigger: 'trigger/thanks',
              instance: '3',
              step: 'letter',
              type: 'send',
              channel: 'email',
              key: `order/${number}`,
            }),
          );
    });
    const page = await seen();
    expect(page).toContain('<h1>shop</h1>\n<p>Release 1, applied 2026-03-02 12:00:00.');
    expect(page).toContain('<b>2</b><span>runs wait</span>');
    expect(page).toContain('<b>52</b><span>need a person</span>');
    expect(page).toContain(
      '<tr><td>e52</td><td>dead</td><td>send by email</td><td>order/52</td><td>trigger/thanks</td><td>550 &lt;no such user&gt;</td></tr>',
    );
    expect(page).not.toContain('<td>e2</td>');
    expect(page).toContain('<p>and 2 more: crmctl pending</p>');
    expect(page).toContain(
      '<td>trigger/thanks</td><td>2026-03-02 12:00:00</td><td>anna</td><td>ERP &lt;moves&gt;</td>',
    );
    expect(page).toContain('<td>trigger/thanks</td><td>pause</td><td class="number">2</td>');
    expect(page).toContain('<td>trigger/thanks</td><td class="number">3</td><td class="number">2</td>');
    expect(page).toContain('<td>dead 52</td>');
  });
});

function basic(nameAndPassword: string): string {
  return `Basic ${Buffer.from(nameAndPassword).toString('base64')}`;
}

async function seen(): Promise<string> {
  return (await fetch(`${plane.url}/console`, { headers: { authorization: basic('anna:the-key') } })).text();
}

/** What a runner leaves in the file. */
function ran(work: (database: Database.Database) => void): void {
  const database = openAutomationFile(plane.file);
  work(database);
  database.close();
}
