import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { decodeValue } from '../../src/simulate/log/decodeLine.js';
import { timeInFront } from '../../src/simulate/log/heldLine.js';
import { inOrder, runOf } from '../../src/simulate/log/inOrder.js';
import { LogError } from '../../src/simulate/log/logError.js';
import { beginOf } from '../../src/simulate/log/plainLines.js';
import { splitLines } from '../../src/simulate/log/splitLines.js';
import { readLog } from '../../src/simulate/readLog.js';

const folder = mkdtempSync(join(tmpdir(), 'crmctl-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function line(id: string, time: string, more: object = {}): string {
  return JSON.stringify({ specversion: '1.0', id, source: 'test', type: 'custom.x', time, data: {}, ...more });
}

async function read(...files: string[]) {
  const log = readLog(files, 'Europe/Moscow');
  const events: Event[] = [];
  for await (const batch of log.batches) events.push(...batch.events);
  return {
    events,
    ids: events.map(({ id }) => id),
    broken: log.broken(),
    late: log.late(),
    sha256: log.sha256(),
    position: log.position(),
  };
}

describe('a recorded log', () => {
  const lines = [
    line('a', '2026-03-02T10:00:00Z', { data: { order: { id: 1 } } }),
    line('b', '2026-03-02T13:00:01+03:00'),
    line('c', '2026-03-02T10:00:02.500Z'),
  ];

  it('is read line by line, with or without a last line feed, packed or not', async () => {
    const text = lines.join('\n');
    const plain = await read(file('plain.ndjson', text));
    expect(plain.events[0]).toEqual({
      id: 'a',
      source: 'test',
      type: 'custom.x',
      at: Date.parse('2026-03-02T10:00:00Z'),
      data: { order: { id: 1 } },
    });
    expect(plain.events.map(({ at }) => at % 60_000)).toEqual([0, 1000, 2500]);
    expect((await read(file('feed.ndjson', `${text}\r\n\n`))).ids).toEqual(plain.ids);
    expect((await read(file('packed.ndjson.gz', gzipSync(text)))).ids).toEqual(plain.ids);
  });

  it('has the checksum of its bytes on the disk, as sha256sum prints it', async () => {
    const path = file('sum.ndjson.gz', gzipSync(lines.join('\n')));
    const { sha256, position } = await read(path);
    expect(sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    expect(position).toBe(readFileSync(path).length);
  });

  it('reports each broken line by its number and reads on', async () => {
    const path = file(
      'broken.ndjson',
      [
        lines[0],
        '{"specversion": "1.0", "id": ',
        '[]',
        line('x', 'yesterday'),
        line('y', '2026-03-02 10:00:00'),
        '{"id":"z"}',
        lines[0]!.replace('"1.0"', '"2.0"'),
        line('w', '2026-03-02T10:00:00Z', { data: { changes: [{}] } }),
        lines[1],
      ].join('\n'),
    );
    const { ids, broken } = await read(path);
    expect(ids).toEqual(['a', 'b']);
    expect(broken.count).toBe(7);
    expect(broken.first.map(({ line: number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(broken.first[0]).toMatchObject({ name: path, message: expect.stringContaining('no JSON') });
    expect(broken.first[3]?.message).toContain('offset');
    expect(broken.first[5]?.message).toBe('its specversion is "2.0": CloudEvents 1.0 are read');
  });

  it('counts every broken line, but tells only the first ones', async () => {
    const { broken } = await read(file('many.ndjson', 'x\n'.repeat(500)));
    expect(broken.count).toBe(500);
    expect(broken.first).toHaveLength(20);
  });

  it('is put in order; events of one moment stay as they stand', async () => {
    const path = file(
      'order.ndjson',
      [line('b', '2026-03-02T10:00:05Z'), line('a', '2026-03-02T10:00:01Z'), line('c', '2026-03-02T10:00:05Z')].join(
        '\n',
      ),
    );
    const { ids, late } = await read(path);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(late.count).toBe(0);
  });

  it('is merged with others by time', async () => {
    const one = file(
      'one.ndjson',
      [line('a1', '2026-03-02T10:00:00Z'), line('a2', '2026-03-02T10:00:02Z'), line('a3', '2026-03-02T10:00:04Z')].join(
        '\n',
      ),
    );
    const two = file('two.ndjson', [line('b1', '2026-03-02T10:00:02Z'), line('b2', '2026-03-02T10:00:03Z')].join('\n'));
    expect((await read(one, two)).ids).toEqual(['a1', 'a2', 'b1', 'b2', 'a3']);
    expect((await read(two, one)).ids).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect((await read(one, file('none.ndjson', ''))).ids).toEqual(['a1', 'a2', 'a3']);
  });

  it('may be pages of the history of the CRM, as lines or as a document', async () => {
    const page = {
      success: true,
      history: [
        {
          id: 1,
          createdAt: '2026-03-02 10:00:00',
          created: true,
          source: 'api',
          field: 'status',
          oldValue: null,
          newValue: { code: 'new' },
          order: { id: 17, status: 'new', customer: { id: 7 } },
        },
        {
          id: 2,
          createdAt: '2026-03-02 11:00:00',
          source: 'user',
          field: 'status',
          oldValue: { code: 'new' },
          newValue: { code: 'paid' },
          order: { id: 17 },
        },
      ],
      pagination: { totalPageCount: 1 },
    };
    const asLine = await read(file('page.ndjson', JSON.stringify(page)));
    expect(asLine.events.map(({ type, at }) => [type, new Date(at).toISOString()])).toEqual([
      ['order.created', '2026-03-02T07:00:00.000Z'],
      ['order.changed', '2026-03-02T08:00:00.000Z'],
    ]);
    expect(asLine.events[1]?.data.changes).toEqual([{ field: 'status', old: 'new', new: 'paid' }]);
    expect(asLine.broken.count).toBe(0);
    expect((await read(file('page.json', JSON.stringify(page, undefined, 2)))).ids).toEqual(asLine.ids);
    expect((await read(file('pages.json', JSON.stringify([page])))).ids).toEqual(asLine.ids);
  });

  it('that is not there, cut off or damaged is an error that names the file', async () => {
    await expect(read(join(folder, 'nowhere.ndjson'))).rejects.toThrow(/nowhere\.ndjson: there is no such file/);
    await expect(read(folder)).rejects.toThrow(/it is a folder/);
    const packed = gzipSync(lines.join('\n').repeat(100));
    await expect(read(file('cut.ndjson.gz', packed.subarray(0, packed.length - 20)))).rejects.toThrow(
      /middle of the packed data/,
    );
    await expect(read(file('damaged.ndjson.gz', 'no gzip at all'))).rejects.toThrow(LogError);
  });
});

describe('a line of a log', () => {
  /** Lines with what the file says at their places; `undefined`: it cannot be asked. */
  async function placed(path: string) {
    const log = readLog([path], 'UTC');
    const found: [Event, Event | undefined][] = [];
    for await (const { events, lines } of log.batches)
      events.forEach((event, index) => {
        const { file, start, length } = lines[index]!;
        found.push([event, start < 0 ? undefined : log.again(file, start, length)]);
      });
    log.close();
    return found;
  }
  const texts = (name: string) =>
    Array.from({ length: 30_000 }, (_, index) =>
      line(`e${index}`, '2026-03-02T10:00:00Z', { data: { order: { id: index, name: name.slice(index % 7) } } }),
    );

  it.each([
    ['Latin', '\n'],
    ['Русский €', '\n'],
    ['Grüße 🙂', '\r\n'],
  ])('is found again at its place: %s', async (name, feed) => {
    const found = await placed(file('placed.ndjson', texts(name).join(feed)));
    expect(found).toHaveLength(30_000);
    for (const [event, again] of found) expect(again).toEqual(event);
  });

  it('has no place in what is packed', async () => {
    const found = await placed(file('packed.ndjson.gz', gzipSync(texts('Latin').join('\n'))));
    expect(found[0]).toEqual([expect.objectContaining({ id: 'e0' }), undefined]);
  });

  it.each(['Latin', 'Русский'])('that is no UTF-8 is found again: %s', async (name) => {
    const [first, ...rest] = texts(name);
    const damaged = first!.replace(name, '\u00e9');
    const bytes = Buffer.concat([Buffer.from(damaged, 'latin1'), Buffer.from(`\n${rest.join('\n')}`)]);
    const found = await placed(file('latin1.ndjson', bytes));
    for (const [event, again] of found) expect(again).toEqual(event);
  });

  it('that is another one now is told, not taken for what it was', async () => {
    const path = file('changing.ndjson', texts('Latin').join('\n'));
    const log = readLog([path], 'UTC');
    for await (const _ of log.batches);
    writeFileSync(path, 'something else');
    expect(() => log.again(0, 0, 100)).toThrow(LogError);
    log.close();
  });
});

describe('lines of a stream', () => {
  it('are the same however the bytes are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 })),
        fc.array(fc.nat(20), { minLength: 1 }),
        async (texts, cuts) => {
          const clean = texts.map((text) => text.replaceAll('\n', ''));
          const bytes = Buffer.from(clean.join('\n'));
          const chunks: Buffer[] = [];
          for (let at = 0, index = 0; at < bytes.length; index++) {
            const length = 1 + cuts[index % cuts.length]!;
            chunks.push(bytes.subarray(at, at + length));
            at += length;
          }
          const lines: string[] = [];
          for await (const { bytes: those, ends, start, release } of splitLines(from(chunks))) {
            lines.push(...ends.map((end, index) => those.toString('utf8', beginOf(ends, index), end)));
            expect(bytes.subarray(start, start + those.length).equals(those)).toBe(true);
            // What comes next may lie where these lay.
            if (those.length % 2 === 0) release();
          }
          // A last empty line is none.
          const expected = bytes.toString('utf8').split('\n');
          if (expected.at(-1) === '') expected.pop();
          expect(lines).toEqual(expected);
        },
      ),
    );
  });
});

describe('the look-ahead window', () => {
  it('orders what lies no further apart than it is wide, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(50), { maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 9 }),
        async (times, window, size) => {
          const items = times.map((at, index) => ({ at: instant(at), index }));
          const batches = Array.from({ length: Math.ceil(times.length / size) }, (_, index) =>
            runOf(items.slice(index * size, (index + 1) * size)),
          );
          const passed: typeof items = [];
          for await (const batch of inOrder(from(batches), window)) passed.push(...batch);
          expect([...passed].sort((a, b) => a.index - b.index)).toEqual(items);
          if (times.length <= window) expect(passed).toEqual(items.toSorted((a, b) => a.at - b.at));
        },
      ),
    );
  });

  it('holds lines as they are, and tells what came too late for it', async () => {
    const at = (second: number): string => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();
    const many = Array.from({ length: 40_000 }, (_, index) => line(`e${index}`, at(index + 10)));
    const { ids, late, broken } = await read(
      file('late.ndjson', [...many, line('early', at(5)), line('x', at(50_000), { data: 7 })].join('\n')),
    );
    expect(ids.indexOf('early')).toBeGreaterThan(10_000);
    expect(late).toEqual({ count: 1, first: expect.objectContaining({ id: 'early' }) });
    expect(broken.first).toEqual([expect.objectContaining({ line: 40_002 })]);
  });

  it('reads the time of a line as the whole line has it, wherever it stands', async () => {
    // The day before is remembered: days and clocks that are none, too.
    const moments = [
      '2026-03-02T10:00:00Z',
      '2026-03-02T23:59:59Z',
      '2026-03-02T25:00:00Z',
      '2026-03-02T10:00:60Z',
      '2026-03-03T00:00:00Z',
    ];
    const time = fc.constantFrom(
      ...moments,
      '2026-02-31T10:00:00Z',
      '2026-13-02T10:00:00Z',
      '2026-03-02T13:00:01+03:00',
      'no time',
      '',
      7,
      null,
    );
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    const member = fc.oneof(
      fc.tuple(fc.constantFrom('id', 'source', 'type', 'subject', 'specversion', 'more'), fc.oneof(text, fc.nat())),
      fc.tuple(fc.constant('data'), fc.constant({ time: '2020-01-01T00:00:00Z', order: { id: 1 } })),
    );
    await fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), time, fc.nat(6), (members, when, place) => {
        const entries: (readonly [string, unknown])[] = [...members];
        entries.splice(place, 0, ['time', when]);
        const whole = JSON.stringify(Object.fromEntries(entries));
        const front = timeInFront(Buffer.from(whole));
        const decoded = decodeValue(
          { ...(JSON.parse(whole) as object), id: 'a', type: 'x', data: {}, specversion: '1.0' },
          'UTC',
        );
        if (front !== undefined) expect(decoded).toEqual([expect.objectContaining({ at: front })]);
        if (typeof when === 'string' && 'problem' in decoded) expect(front).toBeUndefined();
        if (front !== undefined) expect(front).toBe(Date.parse(String(when)));
      }),
    );
  });
});

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
