import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { generateYear } from '../../src/demo/year/index.js';
import { instant } from '../../src/model/instant.js';
import { readLog } from '../../src/simulate/readLog.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const folder = mkdtempSync(join(tmpdir(), 'crmctl-year-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const story = {
  seed: 7,
  zone: 'Europe/Moscow',
  from: instant(Date.UTC(2026, 0, 1)),
  days: 40,
  customers: 300,
  ordersPerDay: 12,
};

async function typesOf(lines: readonly string[]): Promise<{ types: Set<string>; broken: number }> {
  const file = join(folder, 'year.ndjson');
  writeFileSync(file, lines.join('\n'));
  const log = readLog([file], story.zone);
  const types = new Set<string>();
  for await (const { events } of log.batches) for (const { type } of events) types.add(type);
  return { types, broken: log.broken().count };
}

describe('a generated year', () => {
  it('is told twice in the same words, and otherwise with another seed', () => {
    expect(generateYear(story)).toEqual(generateYear(story));
    expect(generateYear({ ...story, seed: 8 })).not.toEqual(generateYear(story));
  });

  it('is a log without broken lines, of events that the vocabulary knows', async () => {
    const { types, broken } = await typesOf(generateYear(story));
    expect(broken).toBe(0);
    const known = new Set(vocabulary.events.map(({ name }) => name));
    expect([...types].filter((type) => !known.has(type) && !type.startsWith('custom.'))).toEqual([]);
  });

  it('has everything in it that the automations of the library listen to', async () => {
    const { types } = await typesOf(generateYear(story));
    expect([...types].sort()).toEqual([
      'call.incoming',
      'call.missed',
      'call.outgoing',
      'cart.changed',
      'custom.receipt',
      'custom.registered',
      'customer.changed',
      'customer.created',
      'dialog.message',
      'form.submitted',
      'item.added',
      'message.clicked',
      'message.opened',
      'order.changed',
      'order.created',
      'page.viewed',
      'payment.failed',
      'price.changed',
      'review.posted',
      'stock.changed',
      'subscription.changed',
      'visit.ended',
      'visit.started',
    ]);
  });
});
