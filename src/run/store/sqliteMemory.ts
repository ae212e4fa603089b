import type Database from 'better-sqlite3';
import type { EngineState } from '../../engine/index.js';
import type { Instant } from '../../model/instant.js';
import { createKept } from './kept.js';
import type { Part } from './part.js';

type Memory = Pick<
  EngineState,
  | 'used'
  | 'use'
  | 'usedUnder'
  | 'sentTo'
  | 'recordSent'
  | 'enteredSince'
  | 'countEntry'
  | 'memo'
  | 'setMemo'
  | 'memosUnder'
>;

interface Sent {
  readonly class: string;
  readonly at: Instant;
}

/** Messages of a customer since a moment, in order. */
interface SentSince {
  readonly since: Instant;
  messages: readonly Sent[];
}

/** Sorts behind whatever goes on. */
const lastCharacter = '\u{10ffff}';

/** Marks, memos, and what was sent to whom. */
export function sqliteMemory(database: Database.Database): Part<Memory> {
  const readMark = database.prepare<[string], Instant>('SELECT at FROM marks WHERE mark = ?').pluck();
  const writeMark = database.prepare('INSERT OR REPLACE INTO marks (mark, at) VALUES (?, ?)');
  const removeMark = database.prepare('DELETE FROM marks WHERE mark = ?');
  const readMarks = database
    .prepare<[string, string], [string, Instant]>(
      'SELECT mark, at FROM marks WHERE mark >= ? AND mark < ? ORDER BY mark',
    )
    .raw();
  const readMemo = database.prepare<[string], string>('SELECT value FROM memos WHERE name = ?').pluck();
  const removeMemo = database.prepare('DELETE FROM memos WHERE name = ?');
  const readMemos = database
    .prepare<[string, string], [string, string]>(
      'SELECT name, value FROM memos WHERE name >= ? AND name < ? ORDER BY name',
    )
    .raw();
  const writeMemo = database.prepare('INSERT OR REPLACE INTO memos (name, value) VALUES (?, ?)');
  const readSent = database.prepare<[string, number], Sent>(
    'SELECT class, at FROM sent WHERE customer = ? AND at >= ? ORDER BY at, position',
  );
  const writeSent = database.prepare(
    'INSERT INTO sent (customer, at, position, class, effect) VALUES (?, ?, (SELECT count(*) FROM sent WHERE customer = ? AND at = ?), ?, ?)',
  );
  const marks = createKept<Instant | undefined>(
    (mark) => readMark.get(mark),
    (mark, at) => void (at === undefined ? removeMark.run(mark) : writeMark.run(mark, at)),
  );
  const memos = createKept<string | undefined>(
    (name) => readMemo.get(name),
    (name, value) => void (value === undefined ? removeMemo.run(name) : writeMemo.run(name, value)),
  );
  const entriesAfter = (trigger: string, key: string, since: Instant): readonly string[] => {
    const text = memos.get(entriesOf(trigger, key));
    return text === undefined ? none : text.split(' ').filter((at) => Number(at) > since);
  };
  const sent = new Map<string, SentSince>();
  return {
    state: {
      used: marks.get,
      use: marks.set,
      usedUnder(start) {
        marks.flush();
        return readMarks.all(start, start + lastCharacter);
      },
      enteredSince: (trigger, key, since) => entriesAfter(trigger, key, since).length,
      countEntry(trigger, key, at, since) {
        memos.set(entriesOf(trigger, key), [...entriesAfter(trigger, key, since), String(at)].join(' '));
      },
      memo: memos.get,
      setMemo: memos.set,
      memosUnder(start) {
        memos.flush();
        return readMemos.all(start, start + lastCharacter);
      },
      sentTo(customer, since) {
        let known = sent.get(customer);
        if (known === undefined || known.since > since)
          sent.set(customer, (known = { since, messages: readSent.all(customer, since) }));
        return known.since === since ? known.messages : sinceThen(known.messages, since);
      },
      recordSent(customer, { class: name, at, effect }) {
        writeSent.run(customer, at, customer, at, name, effect);
        const known = sent.get(customer);
        if (known === undefined || at < known.since) return;
        const isLatest = (known.messages.at(-1)?.at ?? at) <= at;
        const messages = [...known.messages, { class: name, at }];
        // Those of a customer that was merged come among the survivor's own.
        known.messages = isLatest ? messages : messages.sort((a, b) => a.at - b.at);
      },
    },
    flush() {
      marks.flush();
      memos.flush();
    },
    forget() {
      for (const part of [marks, memos]) part.forget();
      sent.clear();
    },
    size: () => Math.max(marks.size, memos.size, sent.size),
  };
}

const none: readonly never[] = [];

/** The memo of the moments at which a trigger's runs with a key entered. */
function entriesOf(trigger: string, key: string): string {
  return `entries:${trigger}|${key}`;
}

/** Of messages in order. */
function sinceThen(messages: readonly Sent[], since: Instant): readonly Sent[] {
  const first = messages.findIndex(({ at }) => at >= since);
  return first === 0 ? messages : first < 0 ? [] : messages.slice(first);
}
