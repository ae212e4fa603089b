/** Requests of one key in any second: 10, and 40 for telephony, counted apart. */
export interface Limiter {
  admit(key: number, path: string): boolean;
}

const perSecond = { telephony: 40, other: 10 } as const;

/** Counts in a sliding second; a refused request is not counted. `clock` gives milliseconds. */
export function createLimiter(clock: () => number): Limiter {
  const admitted = new Map<string, number[]>();
  return {
    admit(key, path) {
      const group = path.startsWith('/api/v5/telephony') ? 'telephony' : 'other';
      const now = clock();
      const recent = (admitted.get(`${key} ${group}`) ?? []).filter((at) => at > now - 1000);
      admitted.set(`${key} ${group}`, recent);
      if (recent.length >= perSecond[group]) return false;
      recent.push(now);
      return true;
    },
  };
}
