import { route, type Plane } from '../http/plane.js';
import { refusal } from './answers.js';
import { keyGate } from './auth.js';
import type { AutomationPlaneOptions } from './routes.js';
import type { AutomationStore } from './store.js';

/** A figure of this moment, in the text format of Prometheus. */
interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/** `/metrics`: how releases and runner stand, for Prometheus, behind the key of the automation API. */
export function metricsPlane({
  store,
  keys,
  version,
}: Pick<AutomationPlaneOptions, 'store' | 'keys' | 'version'>): Plane {
  const prefix = '/metrics';
  return {
    prefix,
    gate: keyGate(keys),
    refuse: refusal,
    routes: [
      route('GET', prefix, () => ({
        status: 200,
        bytes: Buffer.from(gaugesOf(store, version).map(textOf).join('')),
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      })),
    ],
  };
}

/** No customer and no order is a label: their number grows with the shop, and who they are is nobody's business here. */
function gaugesOf(store: AutomationStore, version: string): readonly Gauge[] {
  const release = store.releases.current();
  const { waiting, effects, posted, nextDue } = store.figures();
  return [
    gauge('info', 'The version that serves.', [{ labels: { version }, value: 1 }]),
    gauge('release_number', 'Number of the release that runs.', known(release?.number)),
    gauge(
      'release_applied_timestamp_seconds',
      'When the release that runs was applied.',
      known(release && Date.parse(release.appliedAt) / 1000),
    ),
    gauge(
      'runs_waiting',
      'Runs that wait, by trigger.',
      waiting.map(({ trigger, count }) => ({ labels: { trigger }, value: count })),
    ),
    gauge(
      'effects',
      'Effects in the outbox, by state; dead and unknown ones need a person.',
      effects.map(({ state, count }) => ({ labels: { state }, value: count })),
    ),
    gauge('events_posted', 'Posted events that the runner has not taken yet.', [{ value: posted }]),
    gauge('pauses', 'What operators hold back.', [{ value: store.pauses.all().length }]),
    gauge(
      'timer_due_timestamp_seconds',
      'When the earliest timer is due; far in the past when no runner runs.',
      known(nextDue && nextDue / 1000),
    ),
  ];
}

function gauge(name: string, help: string, samples: Gauge['samples']): Gauge {
  return { name: `crmctl_${name}`, help, samples };
}

function known(value: number | undefined): Gauge['samples'] {
  return value === undefined ? [] : [{ value }];
}

function textOf({ name, help, samples }: Gauge): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
