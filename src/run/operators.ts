import type { AutomationClient } from '../crm/automation.js';
import type { Instant } from '../model/instant.js';
import type { OperatorCommand } from '../model/operations.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { endRuns } from './endRuns.js';
import type { Obeying } from './outbox/outgoing.js';
import { endRow } from './outbox/tell.js';
import { loadProgram, type ReleaseProblem } from './program.js';
import { noCounts } from './turns.js';
import { withLease, type Busy } from './withLease.js';

type Cancel = Extract<OperatorCommand, { do: 'cancel' }>;
type Settle = Extract<OperatorCommand, { do: 'settle' }>;

/** Does what operators said and nobody has done yet, each command in one transaction. */
export function obeyOperators(obeying: Obeying): void {
  const { store } = obeying;
  for (const { id, command } of store.commands.open())
    store.transaction(() => {
      const affected = command.do === 'cancel' ? cancel(obeying, command) : settle(obeying, id, command);
      store.commands.close(id, affected);
    });
}

/** Takes the store for a moment and does the same; `busy`: the runner that is at work does it before its next effect. */
export function obeyOperatorsNow(options: {
  readonly file: string;
  readonly automation: AutomationClient;
  readonly words: Vocabulary;
  readonly clock: () => Instant;
}): Promise<{ readonly ended: 'done' } | Busy | ReleaseProblem> {
  const { automation, words, clock } = options;
  return withLease(options, async (store) => {
    const counts = noCounts();
    const loaded = loadProgram(store, await automation.state(), words, { clock, counts });
    if ('problem' in loaded) return loaded;
    const { program } = loaded;
    obeyOperators({ program, store, words, clock, counts });
    return { ended: 'done' } as const;
  });
}

function cancel(obeying: Obeying, { where, by, reason }: Cancel): readonly string[] {
  const ids = obeying.store.waitingOf(where);
  endRuns(obeying, ids, because('cancelled', by, reason));
  return ids;
}

const settled = { retry: 'asked again', done: 'settled as done', drop: 'dropped' } as const;

/** The instances went on long ago: only the effects themselves are settled. Of what did happen triggers hear now. */
function settle(obeying: Obeying, command: number, { effects, as, by, reason }: Settle): readonly string[] {
  const { store, clock } = obeying;
  const why = because(settled[as], by, reason);
  const rows = effects
    .map((id) => store.outbox.find(id))
    .filter((row) => row !== undefined)
    .filter(({ state, forgotten }) => (state === 'dead' && !(forgotten && as === 'retry')) || state === 'unknown');
  for (const row of rows) {
    const { effect } = row;
    if (as === 'retry') store.outbox.ask(effect.id, clock());
    else endRow(obeying, row, as === 'done' ? 'done' : 'withdrawn', { error: why });
    const { trigger, instance, key, step, order, customer } = effect;
    store.journal.write([
      {
        at: clock(),
        trigger,
        instance,
        key,
        step,
        ...(order !== undefined && { order }),
        ...(customer !== undefined && { customer }),
        what: 'settled',
        reason: why,
        causedBy: `command/${command}`,
        revision: '',
      },
    ]);
  }
  return rows.map(({ effect }) => effect.id);
}

function because(what: string, by: string, reason: string | undefined): string {
  return reason === undefined ? `${what} by ${by}` : `${what} by ${by}: ${reason}`;
}
