import type { Event } from '../../model/event.js';
import { formatInstant } from '../../model/instant.js';

/** An event as a line of a log (docs/operations.md#recorded-logs): CloudEvents 1.0, plain members first, so that a reader finds its time without reading it all. */
export function encodeLine({ id, source, type, at, data }: Event): string {
  const subject = data.order
    ? `order/${String(data.order['id'])}`
    : data.customer && `customer/${String(data.customer['id'])}`;
  return JSON.stringify({ specversion: '1.0', id, source, type, subject, time: formatInstant(at), data });
}
