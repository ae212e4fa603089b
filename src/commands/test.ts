import { Flags } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { narrowed } from '../cli/narrowed.js';
import { ProjectCommand } from '../cli/projectCommand.js';
import { shortcomingsOf, testsHuman } from '../render/tests/human.js';
import { testsJunit } from '../render/tests/junit.js';
import { testsMarkdown } from '../render/tests/markdown.js';
import { runTests } from '../simulate/runTests.js';
import { vocabulary } from '../vocabulary/index.js';

export default class Test extends ProjectCommand {
  static override summary = 'Run the Test documents: given events, expected effects, effects that must never come.';
  static override description = `Each case runs its trigger alone, with a virtual clock. Exit code 3 when a case fails, when the
coverage is below --threshold, or with --threshold or --strict when a trigger has no case in which it acts or none in which it must not.`;
  static override examples = [
    '<%= config.bin %> test',
    '<%= config.bin %> test --coverage --threshold 80',
    '<%= config.bin %> test --select trigger/no-answer',
    '<%= config.bin %> test --junit report.xml',
  ];
  static override flags = {
    coverage: Flags.boolean({ summary: 'Show the steps and branches that no case reaches.' }),
    threshold: Flags.integer({
      summary: 'Percent of steps and branches that must be reached; implies --strict.',
      min: 0,
      max: 100,
      helpValue: 'N',
    }),
    strict: Flags.boolean({ summary: 'Every trigger needs a case in which it acts and one in which it must not.' }),
    junit: Flags.string({ summary: 'Write a JUnit report into a file.', helpValue: 'FILE' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Test);
    this.begin(flags);
    this.willWrite(flags.junit);
    const { project, compiled } = narrowed(this.openProject(), this.global);
    const report = runTests(project, compiled, vocabulary);
    if (flags.junit !== undefined) this.write(flags.junit, testsJunit(report));
    const shortcomings = shortcomingsOf(report, flags);
    const ok = report.ok && shortcomings.length === 0;
    const options = { coverage: flags.coverage || shortcomings.length > 0, shortcomings };
    this.finish(
      {
        human: ({ colour }) => testsHuman(report, colour, options),
        json: () => ({ ...report, ok }),
        markdown: () => testsMarkdown(report, options),
      },
      ok ? exitCodes.success : exitCodes.findings,
    );
  }
}
