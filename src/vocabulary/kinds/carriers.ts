/** What carries the messages of a Channel: the types for which it is the default, and the fields without which it reaches nobody. */
export const carriers = {
  smtp: { defaultFor: ['email'], needs: ['host'] },
  http: { defaultFor: ['sms', 'push', 'messenger', 'voice'], needs: ['url'] },
} as const satisfies Readonly<Record<string, Carrier>>;

interface Carrier {
  readonly defaultFor: readonly string[];
  readonly needs: readonly string[];
}

/** The carrier that a Channel names, else the default of its type; `undefined`: there is none. */
export function carrierOf({ provider, type }: Readonly<Record<string, unknown>>): keyof typeof carriers | undefined {
  const found = (Object.entries(carriers) as [keyof typeof carriers, Carrier][]).find(([name, { defaultFor }]) =>
    provider === undefined ? defaultFor.includes(String(type)) : name === provider,
  );
  return found?.[0];
}
