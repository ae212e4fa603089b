const codes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Did it fail before there was a connection? Then nothing was asked of anybody. */
export function neverConnected(error: unknown): boolean {
  // Only errors of the system and of undici carry a code.
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && codes.has(code);
}
