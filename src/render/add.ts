import type { AdditionReport } from '../library/add.js';
import type { Todo } from '../library/todo.js';
import type { Clash } from '../library/clashes.js';
import type { Colour } from './colour.js';

/** What was added, what was left as it is, and what is still to be done, for a terminal. */
export function additionHuman(report: AdditionReport, colour: Colour): string {
  const files = Map.groupBy(report.added, ({ file }) => file);
  const lines = [
    ...[...files].map(
      ([file, all]) => `  ${colour.green('+')} ${file}   ${all.map(({ address }) => address).join(', ')}`,
    ),
    ...report.extended.map(
      ({ address, file, items }) => `  ${colour.yellow('~')} ${file}   ${address}: ${items.join(', ')}`,
    ),
    ...report.differing.map(
      ({ address, file, line }) => `  ${colour.red('≠')} ${address}   ${file}:${line} is yours and stays as it is`,
    ),
    colour.bold(headline(report)),
    ...report.rivals.map(
      ({ automation, alternative }) =>
        `${colour.yellow('!')} ${automation} and ${alternative} do the same: let one of them run, give the other \`active: false\` or remove it`,
    ),
    ...todoLines(report.todo, colour),
    ...(report.files.length === 0
      ? []
      : ['', 'Next:', '  crmctl validate', '  crmctl test --coverage', '  crmctl plan']),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is left to a person, under a heading. */
export function todoLines({ shop, variables, teams, connect, missing }: Todo, colour: Colour): readonly string[] {
  const lines = [
    ...(shop.length > 0 ? [`shop: in crmctl.yaml (samples marked "fill in")   ${shop.join(', ')}`] : []),
    ...(teams.length > 0 ? [`members of ${teams.join(', ')}`] : []),
    ...connect.map((address) => {
      const own = variables.filter((variable) => variable.address === address);
      return `${address}: its settings${own.length > 0 ? `, from the environment ${own.map(variableAsText).join(', ')}` : ''}`;
    }),
    ...missing.map(({ address, message }) => `${address}: ${message}`),
  ];
  return lines.length === 0 ? [] : ['', colour.bold('To fill in and connect:'), ...lines.map((line) => `  ${line}`)];
}

function variableAsText({ name, default: otherwise }: Todo['variables'][number]): string {
  return otherwise === undefined ? `${name} (must be set)` : name;
}

function headline({ automations, files }: AdditionReport): string {
  const what = automations.join(', ');
  return files.length === 0 ? `Nothing to add: ${what} is there.` : `Added ${what}: ${files.length} files.`;
}

/** What stands in the way, one line each. */
export function clashesAsText(clashes: readonly Clash[]): string {
  return clashes
    .map(({ automation, address, file, line }) =>
      address === undefined
        ? `${automation} brings ${file}, which is there and holds something else`
        : `${automation} brings ${address}, and ${file}:${line} has one of its own`,
    )
    .join('\n');
}
