import { existsSync } from 'node:fs';
import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { Failure } from '../cli/failure.js';
import { formatInstant } from '../model/instant.js';
import { recordHuman } from '../render/record.js';
import { recordHistory } from '../simulate/record.js';

export default class Record extends EnvironmentCommand {
  static override summary = "Record a live CRM's history as an event log for back-tests.";
  static override description = `Reads the history of customers, orders and tasks from its beginning and writes it as events, one a line, in the order of time;
compressed when the name ends in .gz. History knows what was changed, not what people did on the site: page views, carts and reports of messages are not in it.
A log holds names, addresses and phones of customers: keep it where the CRM itself may be kept.`;
  static override examples = [
    '<%= config.bin %> record -o history.ndjson.gz -e production',
    '<%= config.bin %> run --dry-run --events history.ndjson.gz',
  ];
  static override flags = {
    out: Flags.string({
      char: 'o',
      required: true,
      summary: 'File to write; it must not be there yet.',
      helpValue: 'LOG',
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Record);
    this.begin(flags);
    const { root, project } = this.openSettings();
    if (existsSync(flags.out))
      this.stop(exitCodes.refused, `${flags.out} is there already`, 'name another file, or move that one away');
    const recorded = await this.inEnvironment({ root, project }, async ({ crm }) => {
      try {
        return await recordHistory(crm, project.config.timezone, flags.out, ({ events, last }) =>
          this.progress.show(`recorded ${events} events${last === undefined ? '' : `, until ${formatInstant(last)}`}`),
        );
      } catch (error) {
        throw unwritable(flags.out, error);
      }
    });
    const { first, last, ...counts } = recorded;
    this.finish({
      human: ({ colour }) => recordHuman(flags.out, recorded, colour),
      json: () => ({
        format: 'crmctl.record/1',
        file: flags.out,
        ...counts,
        first: first === undefined ? null : formatInstant(first),
        last: last === undefined ? null : formatInstant(last),
      }),
    });
  }
}

const reasons: Readonly<{ [code: string]: string }> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'its folder may not be written to',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/** What the file system refused; other errors are left as they are. */
function unwritable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] === undefined
    ? error
    : new Failure(exitCodes.error, `${file} cannot be written: ${reasons[code]}`, 'name a file elsewhere with -o');
}
