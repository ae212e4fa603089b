import { formatInstant, type Instant } from '../../model/instant.js';
import { wallClock } from '../../model/wallClock.js';
import { keyGate } from '../automation/auth.js';
import { refusal } from '../automation/answers.js';
import type { AutomationStore } from '../automation/store.js';
import { route, type Plane, type Request } from '../http/plane.js';
import { consolePage, type ConsoleView } from './page.js';

export interface ConsoleOptions {
  readonly store: AutomationStore;
  /** Each of them opens the door: as the password that a browser asks for, whatever the name, or as for the automation API. */
  readonly keys: readonly string[];
  readonly now: () => Instant;
}

const days = 7;
const mostStuck = 50;

/** `/console`: what waits, what needs a person and what was done, for a browser. It shows and changes nothing. */
export function consolePlane({ store, keys, now }: ConsoleOptions): Plane {
  const prefix = '/console';
  const gate = keyGate(keys);
  return {
    prefix,
    gate: (request) => {
      const refused = gate(withPassword(request));
      // Asked again for a wrong password, too: else a browser keeps it and never asks.
      return (
        refused && { ...refused, status: 401, headers: { 'www-authenticate': 'Basic realm="crmctl", charset="UTF-8"' } }
      );
    },
    refuse: refusal,
    routes: [
      route('GET', prefix, () => ({
        status: 200,
        bytes: Buffer.from(consolePage(viewOf(store, now()))),
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'content-security-policy':
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
      })),
    ],
  };
}

/** A browser's `Basic name:key` as the key of the automation API. */
function withPassword(request: Request): Request {
  const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return request;
  const given = Buffer.from(basic, 'base64').toString();
  return { ...request, headers: { 'x-api-key': given.slice(given.indexOf(':') + 1) } };
}

function viewOf(store: AutomationStore, now: Instant): ConsoleView {
  const { effects, posted } = store.figures();
  const release = store.releases.current();
  const stuck = store.outbox({}, ['dead', 'unknown']).toReversed();
  return {
    at: formatInstant(now),
    release,
    clock: wallClock(release === undefined ? 'UTC' : store.releases.configOf(release).timezone),
    stuck: { entries: stuck.slice(0, mostStuck), more: Math.max(0, stuck.length - mostStuck) },
    effects: Object.fromEntries(effects.map(({ state, count }) => [state, count])),
    waiting: store.waiting(),
    posted,
    pauses: store.pauses.all(),
    statistics: { days, triggers: store.statistics(now - days * 24 * 3_600_000, now) },
  };
}
