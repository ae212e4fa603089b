import { columns } from './columns.js';
import type { Page } from './page.js';

/** One thing that was looked at, with the cure when it is not well. */
export interface Examined {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'error';
  readonly message: string;
  readonly cure?: string;
}

/** A line each, the cure below what is not well. */
export function doctorHuman(examined: readonly Examined[], page: Page): string {
  const { colour } = page;
  const signs = { ok: colour.green('✔'), warning: colour.yellow('!'), error: colour.red('✘') };
  const count = (state: Examined['state']): number => examined.filter((each) => each.state === state).length;
  const rows = examined.flatMap(({ name, state, message, cure }) => [
    ['', `${signs[state]} ${name}`, message],
    ...(state === 'ok' || !cure ? [] : [['', '', colour.dim(cure)]]),
  ]);
  return `${[...columns(rows, page), colour.bold(`Doctor: ${count('ok')} well, ${count('warning')} to look at, ${count('error')} wrong.`)].join('\n')}\n`;
}
