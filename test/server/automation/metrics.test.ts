import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAutomationFile } from '../../../src/server/automation/store/file.js';
import { temporaryFolder } from '../../environment/project.js';
import { openPlane, releaseSaying, type Plane } from './plane.js';

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

describe('/metrics', () => {
  it('is shut without the key', async () => {
    expect((await fetch(`${plane.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${plane.url}/metrics`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(403);
  });

  it('is well-formed before anything was applied or ran, and leaves out what nobody knows', async () => {
    const text = await scraped();
    expect(text).toContain('# TYPE crmctl_info gauge\ncrmctl_info{version="1.2.3"} 1\n');
    expect(valuesOf(text)).toEqual({ 'crmctl_info{version="1.2.3"}': 1, crmctl_events_posted: 0, crmctl_pauses: 0 });
  });

  it('tells of the release, of what waits, of the outbox and of what is held back', async () => {
    const client = plane.client();
    await client.publish(releaseSaying('one'));
    await client.pause({ scope: 'trigger/thanks', by: 'anna' });
    const event = {
      specversion: '1.0' as const,
      source: 'shop',
      type: 'custom.return',
      time: '2026-03-02T09:00:00Z',
      data: {},
    };
    await client.sendEvents(['e1', 'e2', 'e3'].map((id) => ({ ...event, id })));
    ran((database) => {
      for (const [id, trigger, status] of [
        ['1', 'thanks', 'waiting'],
        ['2', 'thanks', 'waiting'],
        ['3', 'ladder', 'waiting'],
        ['4', 'ladder', 'completed'],
      ])
        database
          .prepare(
            `INSERT INTO instances (id, trigger, key, revision, status, step, entered_at, document) VALUES (?, ?, 'k', 'r', ?, 's', 0, '{}')`,
          )
          .run(id, trigger, status);
      for (const [id, state] of [
        ['a', 'done'],
        ['b', 'done'],
        ['c', 'dead'],
      ])
        database
          .prepare(
            `INSERT INTO outbox (id, state, attempts, next_at, uncertain, document) VALUES (?, ?, 1, 0, 0, '{}')`,
          )
          .run(id, state);
      for (const [id, due] of [
        ['t1', 1_772_445_600_000],
        ['t2', 1_772_442_000_500],
      ])
        database
          .prepare(`INSERT INTO timers (id, due, priority, kind, owner, generation) VALUES (?, ?, 50, 'wait', 'o', 1)`)
          .run(id, due);
      database.exec(`INSERT INTO cursors (source, value) VALUES ('inbox', 1)`);
    });
    expect(valuesOf(await scraped())).toEqual({
      'crmctl_info{version="1.2.3"}': 1,
      crmctl_release_number: 1,
      crmctl_release_applied_timestamp_seconds: Date.UTC(2026, 2, 2, 9) / 1000,
      'crmctl_runs_waiting{trigger="ladder"}': 1,
      'crmctl_runs_waiting{trigger="thanks"}': 2,
      'crmctl_effects{state="dead"}': 1,
      'crmctl_effects{state="done"}': 2,
      crmctl_events_posted: 2,
      crmctl_pauses: 1,
      crmctl_timer_due_timestamp_seconds: 1_772_442_000.5,
    });
  });
});

async function scraped(): Promise<string> {
  const answer = await fetch(`${plane.url}/metrics`, { headers: { authorization: 'Bearer the-key' } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return answer.text();
}

/** Every sample with its labels; each follows the HELP and the TYPE of its name. */
function valuesOf(text: string): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  let announced = '';
  for (const line of text.trimEnd().split('\n')) {
    const [, type] = /^# TYPE (\w+) gauge$/.exec(line) ?? [];
    if (type !== undefined) announced = type;
    if (line.startsWith('#')) continue;
    const [, name, labels = '', value] = /^(\w+)(\{\w+="[^"]*"\})? (\S+)$/.exec(line) ?? [];
    expect(name).toBe(announced);
    values[`${name}${labels}`] = Number(value);
  }
  return values;
}

/** What a runner leaves in the file. */
function ran(work: (database: Database.Database) => void): void {
  const database = openAutomationFile(plane.file);
  work(database);
  database.close();
}
