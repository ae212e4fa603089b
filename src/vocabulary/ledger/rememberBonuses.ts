import { momentOf } from '../../language/moment.js';
import type { Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import type { ProgramRole } from '../../model/bonusProgram.js';
import { ledgerName } from './bonusMemory.js';
import { charge, credit, readLedger, type Ledger } from './ledger.js';

type Data = Readonly<Record<string, unknown>>;

/** Whether an event of this type tells that bonuses were given or taken. */
export function isMovement(type: string): boolean {
  return type === 'loyalty.credited' || type === 'loyalty.charged';
}

/**
 * Writes down what others gave and took, so that a balance holds it and a return finds it: in the program that the movement names
 * (an outside ledger tells its own so), else in the CRM's. What crmctl did itself stands there already; what expires does so by its lot.
 */
export function rememberBonuses(
  event: Event,
  context: {
    readonly customer: Data | undefined;
    readonly programs: Iterable<ProgramRole>;
    readonly zone: string;
    readonly read: (name: string) => string | undefined;
    readonly write: (name: string, value: string) => void;
  },
): void {
  const { account, operation, order } = event.data;
  const { customer, zone, read, write } = context;
  if (!isObject(operation) || customer === undefined || isOurs(event, operation)) return;
  const program = programOf(account, operation['program'], [...context.programs]);
  const amount = Number(operation['amount'] ?? 0);
  if (program === undefined || !Number.isFinite(amount) || amount === 0) return;

  const name = ledgerName(program.code, String(customer['id']));
  const ledger = readLedger(read(name), program.ledger === 'crm' ? openingOf(customer, account, amount) : 0);
  const about = isObject(operation['order']) ? operation['order'] : order;
  const ofOrder = isObject(about) && about['id'] !== undefined ? { order: String(about['id']) } : {};
  const moved =
    amount > 0
      ? credit(ledger, { id: event.id, amount, ...ofOrder, ...datesOf(operation['bonus'], event, zone) })
      : charge(ledger, { id: event.id, amount: -amount, ...ofOrder }, event.at);
  if (moved !== undefined) write(name, JSON.stringify(moved));
}

function isOurs({ cause }: Event, { comment }: Data): boolean {
  return cause !== undefined || String(comment ?? '').includes('crmctl:');
}

/** The program that is named, else that of the account, else the only one that the CRM keeps. */
function programOf(account: unknown, named: unknown, programs: readonly ProgramRole[]): ProgramRole | undefined {
  if (named !== undefined) return programs.find(({ code }) => code === named);
  const kept = programs.filter(({ ledger }) => ledger === 'crm');
  const loyalty = isObject(account) && isObject(account['loyalty']) ? Number(account['loyalty']['id']) : undefined;
  return (
    kept.find((program) => program.loyalty !== undefined && program.loyalty === loyalty) ??
    (kept.length === 1 ? kept[0] : undefined)
  );
}

/** What there was before the movement; an account in the event holds it already. */
function openingOf({ loyaltyAccount }: Data, account: unknown, amount: number): number {
  const balance = isObject(loyaltyAccount) ? Number(loyaltyAccount['amount'] ?? 0) : 0;
  return Math.max(0, isObject(account) && account['amount'] !== undefined ? balance - amount : balance);
}

function datesOf(bonus: unknown, { at }: Event, zone: string): Pick<Ledger['lots'][number], 'activates' | 'expires'> {
  const { activationDate, expireDate } = isObject(bonus) ? bonus : ({} as Data);
  const expires = momentOf(expireDate, zone);
  return { activates: momentOf(activationDate, zone) ?? at, ...(expires !== undefined && { expires }) };
}
