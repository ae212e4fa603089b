import { Args, Command, Flags } from '@oclif/core';
import { expect, test } from 'vitest';
import { usageProblem } from '../../src/cli/usageProblem.js';

class Draw extends Command {
  static override args = {
    what: Args.string({ description: 'What is drawn.', required: true, options: ['statuses', 'triggers'] }),
  };
  static override flags = {
    format: Flags.string({ options: ['dot', 'svg'] }),
    width: Flags.integer({ max: 100 }),
    out: Flags.string({ dependsOn: ['format'] }),
    json: Flags.boolean({ exclusive: ['markdown'] }),
    markdown: Flags.boolean(),
    select: Flags.string({ multiple: true }),
    'auto-approve': Flags.boolean(),
  };

  async run(): Promise<void> {
    await this.parse(Draw);
  }
}

class Save extends Command {
  static override flags = { out: Flags.string({ required: true }) };

  async run(): Promise<void> {
    await this.parse(Save);
  }
}

const help = 'crmctl draw --help lists its flags and arguments';

test.each([
  ['', 'missing WHAT: What is drawn', help],
  ['statuses triggers', 'unexpected argument "triggers"', help],
  ['stauses', '"stauses" is none of: statuses, triggers', 'did you mean "statuses"?'],
  ['triggers --fromat dot', 'unknown flag --fromat', 'did you mean "--format"?'],
  ['triggers --yes', 'unknown flag --yes', 'did you mean "--auto-approve"?'],
  ['triggers --qqqqqq', 'unknown flag --qqqqqq', help],
  ['triggers --format png', '--format takes one of: dot, svg, not "png"', help],
  ['triggers --width x', '--width takes an integer but received: x', help],
  ['triggers --width 101', '--width takes an integer less than or equal to 100 but received: 101', help],
  ['triggers --width', '--width expects a value', help],
  ['triggers --out x', '--out needs --format', help],
  ['triggers --json --markdown', '--markdown does not go with --json', help],
])('crmctl draw %s', async (line, message, cure) => {
  const error = await failureOf(Draw, line);
  expect(usageProblem(error, 'draw')).toEqual({ message, cure });
});

test('a flag that is required', async () => {
  const error = await failureOf(Save, '');
  expect(usageProblem(error, 'save')).toMatchObject({ message: '--out is required' });
});

test('an error of another kind is none of usage', () => {
  expect(usageProblem(new Error('Missing teeth'), 'draw')).toBeUndefined();
});

async function failureOf(command: typeof Draw | typeof Save, line: string): Promise<Error> {
  const ended: unknown = await command.run(line.split(' ').filter(Boolean), import.meta.url).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (ended instanceof Error) return ended;
  throw new Error(`"${line}" is no wrong command line`);
}
