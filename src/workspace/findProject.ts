import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The nearest folder, from `directory` upwards, that holds the file; `undefined` when none does. */
export function findUpward(directory: string, file: string): string | undefined {
  let here = resolve(directory);
  for (;;) {
    if (existsSync(join(here, file))) return here;
    const above = dirname(here);
    if (above === here) return undefined;
    here = above;
  }
}
