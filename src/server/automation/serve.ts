import type { Instant } from '../../model/instant.js';
import { serve } from '../http.js';
import { consolePlane } from '../console/plane.js';
import { metricsPlane } from './metrics.js';
import { automationPlane, type AutomationPlaneOptions } from './routes.js';
import { openAutomationStore } from './store.js';

export interface ServeAutomationOptions extends Omit<AutomationPlaneOptions, 'store'> {
  readonly file: string;
  /** Whose store it has to be. */
  readonly environment?: string;
  readonly now: () => Instant;
  readonly host?: string;
  readonly port?: number;
}

/** The automation API alone, beside a CRM that is elsewhere. Rejects with `FileProblem` or Node's error. */
export async function serveAutomation(
  options: ServeAutomationOptions,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const store = openAutomationStore(options.file, options.now, options.environment);
  try {
    const plane = automationPlane({ ...options, store });
    const server = await serve([plane, metricsPlane({ ...options, store }), consolePlane({ ...options, store })], {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 0,
    });
    return { url: server.url, close: () => server.close().finally(() => store.close()) };
  } catch (error) {
    store.close();
    throw error;
  }
}
