import type { Instant } from '../../model/instant.js';

const batchSize = 200;

/** What has a moment. */
interface Timed {
  readonly at: Instant;
}

/** Several logs as one, by time; those of one moment in the order of the logs. Each log is in order itself. */
export async function* mergeLogs<T extends Timed>(
  logs: readonly AsyncIterable<readonly T[]>[],
): AsyncGenerator<readonly T[]> {
  const [only] = logs;
  if (logs.length === 1 && only) return yield* only;
  const heads = await Promise.all(logs.map(openHead));
  let batch: T[] = [];
  for (;;) {
    const next = earliest(heads);
    if (next === undefined) break;
    batch.push(next.batch[next.index]!);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
    if (++next.index === next.batch.length) await refill(next);
  }
  if (batch.length > 0) yield batch;
}

/** The next line of a log; an empty batch: its end. */
interface Head<T> {
  readonly log: AsyncIterator<readonly T[]>;
  batch: readonly T[];
  index: number;
}

async function openHead<T>(log: AsyncIterable<readonly T[]>): Promise<Head<T>> {
  const head: Head<T> = { log: log[Symbol.asyncIterator](), batch: [], index: 0 };
  await refill(head);
  return head;
}

async function refill<T>(head: Head<T>): Promise<void> {
  head.index = 0;
  do {
    const { done, value } = await head.log.next();
    head.batch = done === true ? [] : value;
    if (done === true) return;
  } while (head.batch.length === 0);
}

function earliest<T extends Timed>(heads: readonly Head<T>[]): Head<T> | undefined {
  let found: Head<T> | undefined;
  for (const head of heads) {
    const event = head.batch[head.index];
    if (event && (found === undefined || event.at < found.batch[found.index]!.at)) found = head;
  }
  return found;
}
