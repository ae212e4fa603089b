import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const sources = ['olist-2017.ndjson.gz', 'uci-online-retail.ndjson.gz'];

/** The recorded logs, if the folder is there. */
export function realLogs(folder = process.env.CRMCTL_BENCH_DATA ?? '/work/shared/data') {
  const files = sources.map((name) => join(folder, name));
  return files.every(existsSync) ? files : undefined;
}

/**
 * A bigger log of the same kind: the real ones repeated, each time some minutes later, with ids of their own for events,
 * orders and customers, all in the order of time. Returns the number of events.
 */
export function writeRepeated(files, wanted, path) {
  const events = files.flatMap(eventsOf);
  const rounds = Math.ceil(wanted / events.length);
  const order = new Uint32Array(events.length * rounds).map((_, index) => index);
  const timeOf = (index) => events[index % events.length].at + Math.floor(index / events.length) * shift;
  order.sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  const file = openSync(path, 'w');
  let lines = [];
  for (const index of order) {
    const round = Math.floor(index / events.length);
    lines.push(lineOf(events[index % events.length], round, timeOf(index)));
    if (lines.length === 10_000) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  writeSync(file, lines.join('\n'));
  closeSync(file);
  return order.length;
}

const shift = 7 * 60_000;
const idsPerRound = 30_000;

/** All as if they began on the same day. */
function eventsOf(path, source) {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean);
  const events = lines.map((line) => JSON.parse(line));
  const first = Date.parse(events[0].time);
  return events.map((event) => ({ event, source, at: Date.parse(event.time) - first + Date.UTC(2024, 0, 1) }));
}

function lineOf({ event, source }, round, at) {
  const more = (source + 2 * round) * idsPerRound;
  const { order, customer } = event.data;
  const data = { ...event.data };
  if (order)
    data.order = {
      ...order,
      id: order.id + more,
      ...(order.customer && { customer: { ...order.customer, id: order.customer.id + more } }),
    };
  if (customer) data.customer = { ...customer, id: customer.id + more };
  return JSON.stringify({
    ...event,
    id: `${event.id}-${round}`,
    time: new Date(at).toISOString().replace('.000', ''),
    data,
  });
}
