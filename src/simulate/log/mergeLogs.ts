import type { HeldLine } from './heldLine.js';

const batchSize = 1000;

/** Several logs as one, by time; those of one moment in the order of the logs. Each log is in order itself. */
export async function* mergeLogs(
  logs: readonly AsyncIterable<readonly HeldLine[]>[],
): AsyncGenerator<readonly HeldLine[]> {
  const [only] = logs;
  if (logs.length === 1 && only) return yield* only;
  const heads = await Promise.all(logs.map(openHead));
  let batch: HeldLine[] = [];
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
interface Head {
  readonly log: AsyncIterator<readonly HeldLine[]>;
  batch: readonly HeldLine[];
  index: number;
}

async function openHead(log: AsyncIterable<readonly HeldLine[]>): Promise<Head> {
  const head: Head = { log: log[Symbol.asyncIterator](), batch: [], index: 0 };
  await refill(head);
  return head;
}

async function refill(head: Head): Promise<void> {
  head.index = 0;
  do {
    const { done, value } = await head.log.next();
    head.batch = done === true ? [] : value;
    if (done === true) return;
  } while (head.batch.length === 0);
}

function earliest(heads: readonly Head[]): Head | undefined {
  let found: Head | undefined;
  for (const head of heads) {
    const event = head.batch[head.index];
    if (event && (found === undefined || event.at < found.batch[found.index]!.at)) found = head;
  }
  return found;
}
