import type { Colour } from './colour.js';

/** What was written, and what to do next. `folder` is relative to where the command ran. */
export function initAsText(
  made: { readonly folder: string; readonly files: readonly string[] },
  colour: Colour,
): string {
  const next = [
    ['crmctl validate', 'checks the documents'],
    ['crmctl test', 'runs triggers/order-thanks.test.yaml'],
    ['crmctl run --dry-run --events samples/orders.ndjson', 'shows what it would have done'],
    ['crmctl plan', 'compares with the embedded CRM; then crmctl apply'],
  ] as const;
  const width = Math.max(...next.map(([command]) => command.length));
  return [
    `A new project in ${made.folder === '' ? 'this folder' : colour.bold(made.folder)}:`,
    ...made.files.map((file) => `  ${colour.green('+')} ${file}`),
    '',
    'Next:',
    ...(made.folder === '' ? [] : [`  cd ${made.folder}`]),
    ...next.map(
      ([command, does]) => `  ${colour.bold(command)}${' '.repeat(width - command.length)}   ${colour.dim(does)}`,
    ),
    '',
  ].join('\n');
}
