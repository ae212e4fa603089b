/** What the codes of Node and of undici say of a service to which there was no connection: nothing was asked of anybody. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer the connection',
  EACCES: 'this machine does not let us connect',
};

/** Why there was no connection, in words; `undefined` when there may have been one. */
export function unreachedBecause(code: string): string | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}

/** The code of an error: on itself, on the first of several addresses that were tried, or on its cause; `undefined` when it has none. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  // Only errors of the system and of undici carry one.
  const { code } = thrown as { code?: unknown };
  if (typeof code === 'string') return code;
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return systemCode(thrown.errors[0]);
  return systemCode(thrown.cause);
}
