/** So many in so long: `5/s`. */
export interface Rate {
  readonly count: number;
  readonly milliseconds: number;
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `5/s 100/m 1000/h 5000/d`; anything else, and a rate of nothing, is `undefined`. */
export function parseRate(text: string): Rate | undefined {
  const [, count, unit = ''] = /^(\d+)\/([smhd])$/.exec(text) ?? [];
  const milliseconds = units[unit];
  return milliseconds === undefined || Number(count) === 0 ? undefined : { count: Number(count), milliseconds };
}
