import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { inOrder } from '../../src/simulate/log/inOrder.js';
import { LogError } from '../../src/simulate/log/logError.js';
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
  for await (const batch of log.events) events.push(...batch);
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
        line('w', '2026-03-02T10:00:00Z', { data: { changes: [{}] } }),
        lines[1],
      ].join('\n'),
    );
    const { ids, broken } = await read(path);
    expect(ids).toEqual(['a', 'b']);
    expect(broken.count).toBe(6);
    expect(broken.first.map(({ line: number }) => number)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(broken.first[0]).toMatchObject({ file: path, message: expect.stringContaining('no JSON') });
    expect(broken.first[3]?.message).toContain('offset');
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
          for await (const batch of splitLines(from(chunks))) lines.push(...batch);
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
  it('orders what lies no further apart than it is wide, and counts the rest as late', async () => {
    const event = (at: number): Event => ({ id: String(at), source: '', type: 'x', at: instant(at), data: {} });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(50), { maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 9 }),
        async (times, window, size) => {
          const batches = Array.from({ length: Math.ceil(times.length / size) }, (_, index) =>
            times.slice(index * size, (index + 1) * size).map(event),
          );
          const late: number[] = [];
          const passed: number[] = [];
          for await (const batch of inOrder(from(batches), ({ at }) => late.push(at), window))
            passed.push(...batch.map(({ at }) => at));
          expect([...passed].sort((a, b) => a - b)).toEqual([...times].sort((a, b) => a - b));
          const inTime = passed.filter((at, index) => at >= Math.max(-1, ...passed.slice(0, index)));
          expect(inTime.length + late.length).toBe(passed.length);
          if (times.length <= window) expect(late).toEqual([]);
        },
      ),
    );
  });
});

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
