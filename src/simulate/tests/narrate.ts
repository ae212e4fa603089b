import { canonicalJson } from '../../model/digest.js';
import type { Instant } from '../../model/instant.js';
import type { JournalRecord } from '../../model/instance.js';
import { isObject } from '../../model/json.js';
import { formatLocal, toLocal } from '../../model/zone.js';
import type { Written } from './match.js';
import type { Expected } from './testCase.js';

/** `2026-03-02 17:45`, in the zone of the account. */
export function timeText(at: Instant, zone: string): string {
  return formatLocal(toLocal(zone, at)).slice(0, 16);
}

/** `task {text: "*A-1*"} at 2026-03-03 09:45 (step call, order 1)` */
export function expectedText({ type, pattern, at, reason, ...whose }: Expected, zone: string): string {
  const when = at === undefined ? '' : ` at ${timeText(at, zone)}`;
  const told = [...circumstancesOf(whose), ...(reason === undefined ? [] : [`held back: ${reason}`])];
  return `${type} ${valueText(pattern)}${when}${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}

/** What an effect was, with the members that the pattern names (all of them without one). */
export function effectText({ effect, value }: Written, zone: string, pattern?: unknown): string {
  const named = isObject(pattern) ? Object.keys(pattern) : undefined;
  const shown = named ? Object.fromEntries(named.map((name) => [name, value[name] ?? null])) : value;
  const { outcome, reason } = effect;
  const told = [
    ...circumstancesOf(effect),
    ...(outcome === 'done' ? [] : [`${outcome}${reason === undefined ? '' : `: ${reason}`}`]),
  ];
  return `${effect.type} ${valueText(shown)} at ${timeText(effect.at, zone)} (${told.join(', ')})`;
}

/** Which step did it, to whom. */
function circumstancesOf({ step, order, customer }: Pick<Expected, 'step' | 'order' | 'customer'>): readonly string[] {
  return Object.entries({ step, order, customer }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
}

export function journalText({ what, reason, step, causedBy }: JournalRecord): string {
  const where = step === undefined || step === '' ? '' : ` at ${step}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `${what}${where}${why}${what === 'entered' ? ` by ${causedBy}` : ''}`;
}

function valueText(value: unknown): string {
  if (!isObject(value)) return canonicalJson(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${name}: ${shortened(canonicalJson(member))}`).join(', ')}}`;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
