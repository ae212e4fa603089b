/**
 * Why a request to the CRM or to the automation API did not succeed.
 *
 * `auth` the key is missing or wrong · `denied` the key is good, and lacks the right to this · `not-found` no such object, method or account · `invalid` the CRM refuses the data ·
 * `conflict` somebody else was first (lock held, release not current) · `limit` the rate limit, for longer than we wait · `network` no
 * connection, or it was cut · `timeout` no answer in time · `server` the CRM failed · `malformed` the answer is not what the API promises.
 */
export type CrmReason =
  'auth' | 'denied' | 'not-found' | 'invalid' | 'conflict' | 'limit' | 'network' | 'timeout' | 'server' | 'malformed';

/** `errors` of the API's envelope: a list of sentences, or a map from field to sentence (retailCRM API v5 reference: `errors`, `errorMsg`). */
export type CrmErrors = readonly string[] | Readonly<Record<string, string>>;

export interface CrmErrorDetails {
  readonly reason: CrmReason;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  readonly errors?: CrmErrors;
  /** The request may have been carried out: repeat it only when repeating is harmless (docs/operations.md#when-it-crashes). */
  readonly ambiguous?: boolean;
  /** `POST orders/create` */
  readonly request?: string;
  /** What to do about it, one sentence. */
  readonly cure?: string;
  /** Members of the refusing answer, for callers that read more than the message (`owner` of a lock, `failedOrders`). */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** Milliseconds that the server asks us to wait. */
  readonly retryAfter?: number;
  /** Repeating cannot help: an expired certificate, a name that does not exist. */
  readonly hopeless?: boolean;
  readonly cause?: unknown;
}

/** The one error that leaves src/crm: its message is a sentence for people, its members are for programs. */
export class CrmError extends Error {
  override readonly name = 'CrmError';
  readonly reason: CrmReason;
  readonly status: number | undefined;
  readonly errors: CrmErrors | undefined;
  readonly ambiguous: boolean;
  readonly request: string | undefined;
  readonly cure: string | undefined;
  readonly answer: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfter: number | undefined;
  readonly hopeless: boolean;
  readonly #details: CrmErrorDetails;

  constructor(message: string, details: CrmErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.#details = details;
    this.reason = details.reason;
    this.status = details.status;
    this.errors = details.errors;
    this.ambiguous = details.ambiguous ?? false;
    this.request = details.request;
    this.cure = details.cure;
    this.answer = details.answer;
    this.retryAfter = details.retryAfter;
    this.hopeless = details.hopeless ?? false;
  }

  /** The same error in other words. */
  withMessage(message: string): CrmError {
    return new CrmError(message, this.#details);
  }
}
