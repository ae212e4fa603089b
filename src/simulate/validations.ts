import type { CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import type { Ambient, Scope } from '../language/scope.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { readValidations } from '../vocabulary/roles/index.js';

/** How often a Validation would have refused what the log saves. */
export interface ValidationResult {
  readonly address: string;
  /** Orders or customers that were saved in the period. */
  readonly saved: number;
  readonly refused: number;
  /** Ids of the first events that would have been refused. */
  readonly examples: readonly string[];
}

export interface Validations {
  /** Called with each event of the log when the world holds what it saved. `number`: its place in the log. */
  look(event: Event, number: number, ambient: () => Ambient): void;
  found(): readonly ValidationFound[];
}

/** What was found in a log, or in a share of it. */
export interface ValidationFound {
  readonly address: string;
  readonly saved: number;
  readonly refused: number;
  readonly examples: readonly { readonly id: string; readonly number: number }[];
}

/** Events of the log alone are looked at: what crmctl itself does in a back-test never happened. */
export function watchValidations(project: Project, sites: CompiledSites, from: Instant | undefined): Validations {
  const rules = readValidations(project).map(({ address, of, when }) => ({
    of,
    condition: sites.expression(address, when),
    result: { address, saved: 0, refused: 0, examples: [] as { id: string; number: number }[] },
  }));
  return {
    look(event, number, ambient) {
      if (rules.length === 0 || (from !== undefined && event.at < from)) return;
      for (const { of, condition, result } of rules) {
        if (savedId(event, of) === undefined || condition === undefined) continue;
        result.saved++;
        if (condition.evaluate(savedBy(event, of, ambient())!) !== true) continue;
        result.refused++;
        if (result.examples.length < shownExamples) result.examples.push({ id: event.id, number });
      }
    },
    found: () => rules.map(({ result }) => result),
  };
}

/** The shares of a log together. */
export function validationResults(shares: readonly (readonly ValidationFound[])[]): readonly ValidationResult[] {
  const byAddress = new Map<string, ValidationFound[]>();
  for (const found of shares.flat()) byAddress.set(found.address, [...(byAddress.get(found.address) ?? []), found]);
  return [...byAddress]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([address, found]) => ({
      address,
      saved: found.reduce((sum, { saved }) => sum + saved, 0),
      refused: found.reduce((sum, { refused }) => sum + refused, 0),
      examples: found
        .flatMap(({ examples }) => examples)
        .sort((a, b) => a.number - b.number)
        .slice(0, shownExamples)
        .map(({ id }) => id),
    }));
}

const shownExamples = 3;

/** What a Validation sees of the order or customer that the event saved; `undefined` when it saved none. */
export function savedBy(event: Event, of: 'order' | 'customer', ambient: Ambient): Scope | undefined {
  const id = savedId(event, of);
  if (id === undefined) return undefined;
  const { world, now } = ambient;
  const order = of === 'order' ? world.order(id) : undefined;
  const owner = of === 'order' ? idOf(order?.['customer']) : id;
  const customer = owner === undefined ? undefined : world.customer(owner);
  return { ambient, now, ...(of === 'order' && { order }), customer };
}

const savings: Readonly<Record<'order' | 'customer', RegExp>> = {
  order: /^(order\.(created|changed)|(payment|item|delivery)\.\w+)$/,
  customer: /^customer\.(created|changed)$/,
};

/** Id of the order or customer that the event saves. */
function savedId({ type, data }: Event, of: 'order' | 'customer'): string | undefined {
  return savings[of].test(type) ? idOf(data[of]) : undefined;
}

function idOf(entity: unknown): string | undefined {
  const id = isObject(entity) ? entity['id'] : entity;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
