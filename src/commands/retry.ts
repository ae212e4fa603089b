import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand } from '../cli/environmentCommand.js';
import { exitCodes } from '../cli/exitCodes.js';
import { operator, requireTrigger, say, selectionOf } from '../cli/operating.js';
import type { OutboxEntry, Settlement } from '../model/operations.js';
import { saidHuman, saidJson } from '../render/operations/said.js';

const verbs: Readonly<Record<Settlement, string>> = { retry: 'asked again', done: 'settled', drop: 'dropped' };

export default class Retry extends EnvironmentCommand {
  static override summary = 'Settle dead and unknown effects: try again, or take off the list.';
  static override description = `\`crmctl pending\` lists them with their ids; the first characters of an id are enough. The run that an effect belonged to went on long
ago, as its onError says: only the effect itself is tried again. An unknown one may have arrived: look first, then name it.`;
  static override examples = [
    '<%= config.bin %> retry 3f2a91c4',
    '<%= config.bin %> retry 3f2a91c4 --done --reason "in the log of the mail server"',
    '<%= config.bin %> retry --dead --trigger thanks',
  ];
  static override strict = false;
  static override args = { effect: Args.string({ description: 'Ids of effects; several may be named.' }) };
  static override flags = {
    done: Flags.boolean({ summary: 'It did happen: take it off the list.', exclusive: ['drop'] }),
    drop: Flags.boolean({ summary: 'It did not happen and shall not.' }),
    dead: Flags.boolean({ summary: 'All dead effects, instead of ids.', exclusive: ['unknown'] }),
    unknown: Flags.boolean({ summary: 'All unknown effects, instead of ids; only with --done or --drop.' }),
    trigger: Flags.string({ summary: 'With --dead or --unknown: only those of this trigger.', helpValue: 'CODE' }),
    reason: Flags.string({ summary: 'Why, for the journal.', helpValue: 'TEXT' }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Retry);
    this.begin(flags);
    const named = argv.map(String);
    const state = flags.dead ? 'dead' : flags.unknown ? 'unknown' : undefined;
    if ((named.length === 0) === (state === undefined))
      this.stop(exitCodes.usage, 'retry needs ids of effects, or --dead, or --unknown', 'crmctl pending lists them');
    const as: Settlement = flags.done ? 'done' : flags.drop ? 'drop' : 'retry';
    if (state === 'unknown' && as === 'retry')
      this.stop(
        exitCodes.refused,
        'unknown effects may have arrived: all of them at once are not tried again',
        'look, then name them; or --done, --drop',
      );
    const said = await this.inEnvironment(this.openSettings(), async (environment) => {
      const about = selectionOf(undefined, flags.trigger);
      await requireTrigger(environment, about);
      const open = await environment.automation.outbox(about, state === undefined ? ['dead', 'unknown'] : [state]);
      const effects = state === undefined ? named.map((id) => this.find(id, open)) : open.map(({ effect }) => effect);
      if (effects.length === 0) return undefined;
      return say(environment, {
        do: 'settle',
        effects,
        as,
        by: operator(),
        ...(flags.reason !== undefined && { reason: flags.reason }),
      });
    });
    if (said === undefined) return this.stop(exitCodes.error, `there are no ${state ?? ''} effects`);
    this.finish({ human: () => saidHuman(said, verbs[as]), json: () => saidJson(said) });
  }

  private find(id: string, open: readonly OutboxEntry[]): string {
    const found = open.filter(({ effect }) => effect.startsWith(id));
    if (found.length === 1) return found[0]!.effect;
    return this.stop(
      exitCodes.usage,
      found.length === 0 ? `no dead or unknown effect begins with ${id}` : `${found.length} effects begin with ${id}`,
      found.length === 0 ? 'crmctl pending lists them' : 'write more of the id',
    );
  }
}
