import { hostname, userInfo } from 'node:os';
import type { Environment } from '../environment/open.js';
import { didYouMean } from '../language/nearest.js';
import { instant } from '../model/instant.js';
import type { CommandState, OperatorCommand, Selection } from '../model/operations.js';
import { obeyOperatorsNow } from '../run/operators.js';
import { vocabulary } from '../vocabulary/index.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';

/** How a subject is named, for `--help`. */
export const subjectWords =
  '`order/17` or `customer/7` by id, `order/1042A` by number, `customer/anna@example.com` or `customer/+79161234567`.';

/** `order/17` and `customer/7`, as keys and effects name them; `--trigger` with or without `trigger/`. */
export function selectionOf(subject: string | undefined, trigger: string | undefined): Selection {
  const [, kind, id] = /^(order|customer)\/(.+)$/.exec(subject ?? '') ?? [];
  if (subject !== undefined && id === undefined)
    throw new Failure(
      exitCodes.usage,
      `"${subject}" names neither an order nor a customer`,
      `write ${exampleOf('order', subject)} or ${exampleOf('customer', subject)}`,
    );
  return {
    ...(kind !== undefined && { [kind]: id }),
    ...(trigger !== undefined && { trigger: trigger.replace(/^trigger\//, '') }),
  };
}

/** A selection in words: `customer/7`, `order/17 in trigger/no-answer`, `everybody`. */
export function selectionText({ trigger, customer, order }: Selection): string {
  const whom = order === undefined ? (customer === undefined ? 'everybody' : `customer/${customer}`) : `order/${order}`;
  return trigger === undefined ? whom : `${whom} in trigger/${trigger}`;
}

/** A slip in the code of a trigger must not look like "nothing waits". */
export async function requireTrigger({ automation }: Environment, { trigger }: Selection): Promise<void> {
  if (trigger === undefined) return;
  const codes = (await automation.resources('triggers')).map(({ address }) => address.slice('trigger/'.length));
  const waiting = (await automation.waiting()).map((group) => group.trigger);
  if ([...codes, ...waiting].includes(trigger)) return;
  throw new Failure(
    exitCodes.usage,
    `trigger/${trigger} is not applied in this environment, and nothing of it waits`,
    didYouMean(trigger, codes) ??
      (codes.length === 0 ? 'crmctl apply' : `applied are ${codes.join(', ')}; crmctl apply adds those of the project`),
  );
}

/** Who says it, for the journal. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`;
}

/**
 * Leaves a command for the runner and, where its store is here, takes the store for a moment and does it at once. What is still open
 * afterwards waits for the runner, which takes it before anything else.
 */
export async function say(
  { automation, automationFile }: Environment,
  command: OperatorCommand,
): Promise<CommandState> {
  const { id } = await automation.command(command);
  if (automationFile !== undefined)
    await obeyOperatorsNow({
      file: automationFile,
      automation,
      words: vocabulary,
      clock: () => instant(Date.now()),
    });
  return automation.commandState(id);
}

/** What a pause covers: a trigger, a customer, an order, or all. */
export function scopeOf(
  named: string | undefined,
  all: boolean | undefined,
): { readonly scope: string; readonly about: Selection } {
  if ((all === true) === (named !== undefined))
    throw new Failure(exitCodes.usage, 'name what, or --all', 'trigger/no-answer, customer/7, order/17 or --all');
  if (named === undefined) return { scope: 'all', about: {} };
  if (named.startsWith('trigger/')) return { scope: named, about: selectionOf(undefined, named) };
  const [, id] = /^(?:order|customer)\/(.+)$/.exec(named) ?? [];
  if (id !== undefined) return { scope: named, about: {} };
  throw new Failure(
    exitCodes.usage,
    `"${named}" names no trigger, customer or order`,
    `write trigger/${lastPart(named) || 'no-answer'}, ${exampleOf('customer', named)} or ${exampleOf('order', named)}`,
  );
}

/** `orders/17`, `order:17`, `17` → `order/17`; what holds no digit and no address is anybody's guess. */
function exampleOf(kind: 'order' | 'customer', named: string): string {
  const last = lastPart(named);
  const isAddress = last.includes('@');
  if (kind === 'customer' ? isAddress : !isAddress && /^[\w-]*\d[\w-]*$/.test(last)) return `${kind}/${last}`;
  return `${kind}/${/(\d+)$/.exec(named)?.[1] ?? (kind === 'order' ? '17' : '7')}`;
}

/** `orders/17`, `order:17`, `17` → `17`. */
function lastPart(named: string): string {
  return named.split(/[/:#]/).at(-1) ?? named;
}
