import type { Cause } from '../../model/event.js';

/** What set a form off. */
export interface Occasion {
  /** Id of the event, or of the clock's own occasion. */
  readonly id: string;
  /** The `event` variable. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly order?: string;
  readonly customer?: string;
  readonly phone?: string;
  readonly cause?: Cause;
  /** Made with our own API key, by whatever. */
  readonly own?: boolean;
}
