import type { AdditionReport } from '../library/add.js';
import { todoLines } from './add.js';
import type { Colour } from './colour.js';

/** A project that was made. */
export interface Made {
  /** Relative to where the command ran. */
  readonly folder: string;
  readonly files: readonly string[];
  /** What came from the library, when something did. */
  readonly addition?: AdditionReport;
}

/** What was written, and what to do next. */
export function initAsText({ folder, files, addition }: Made, colour: Colour): string {
  const next = addition === undefined ? afterStarter : afterAddition;
  const width = Math.max(...next.map(([command]) => command.length));
  return [
    `A new project in ${folder === '' ? 'this folder' : colour.bold(folder)}:`,
    ...files.map((file) => `  ${colour.green('+')} ${file}`),
    ...(addition === undefined ? [] : todoLines(addition.todo, colour)),
    '',
    'Next:',
    ...(folder === '' ? [] : [`  cd ${folder}`]),
    ...next.map(
      ([command, does]) => `  ${colour.bold(command)}${' '.repeat(width - command.length)}   ${colour.dim(does)}`,
    ),
    '',
  ].join('\n');
}

const afterStarter = [
  ['crmctl validate', 'checks the documents'],
  ['crmctl test', 'runs triggers/new-order.test.yaml'],
  ['crmctl run --dry-run --events samples/orders.ndjson', 'shows what it would have done'],
  ['crmctl plan', 'compares with the embedded CRM; then crmctl apply'],
  ['crmctl catalog', 'lists the automations that crmctl add copies'],
] as const;

const afterAddition = [
  ['crmctl validate', 'checks the documents'],
  ['crmctl test --coverage', 'runs the tests that came with them'],
  ['crmctl plan', 'compares with the embedded CRM; then crmctl apply'],
] as const;
