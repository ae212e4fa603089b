import type { AutomationInfo } from '../../model/release.js';
import { route, type Plane } from '../http/plane.js';
import { refusal, success } from './answers.js';
import { keyGate } from './auth.js';
import { eventRoutes } from './handlers/events.js';
import { lockRoutes } from './handlers/lock.js';
import { operationRoutes } from './handlers/operations.js';
import { recordRoutes } from './handlers/records.js';
import { releaseRoutes } from './handlers/releases.js';
import { resourceRoutes, type Collection } from './handlers/resources.js';
import { stateRoutes } from './handlers/state.js';
import type { AutomationStore } from './store.js';

export interface AutomationPlaneOptions {
  readonly store: AutomationStore;
  /** Each of them opens the door, as `X-API-KEY` or as a bearer token. */
  readonly keys: readonly string[];
  /** Kinds that live here: those whose executor is the runner. */
  readonly collections: readonly Collection[];
  /** What the CRM beside it can do beyond retailCRM's API. */
  readonly capabilities: AutomationInfo['capabilities'];
  readonly version: string;
}

const prefix = '/automation/v1';

/** The automation API over a store (docs/architecture.md#two-planes). */
export function automationPlane({ store, keys, collections, capabilities, version }: AutomationPlaneOptions): Plane {
  const gate = keyGate(keys);
  return {
    prefix,
    gate: (request) => {
      store.requireVersion();
      return gate(request);
    },
    refuse: refusal,
    routes: [
      route('GET', prefix, () => success({ version, capabilities })),
      ...stateRoutes(prefix, store),
      ...releaseRoutes(prefix, store),
      ...lockRoutes(prefix, store),
      ...eventRoutes(prefix, store),
      ...operationRoutes(prefix, store),
      ...recordRoutes(prefix, store),
      ...resourceRoutes(prefix, store, collections),
    ],
  };
}
