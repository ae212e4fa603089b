import { variablesIn } from '../language/interpolate.js';
import type { Resource } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { noAdapter } from '../vocabulary/checks/noAdapter.js';

/** What is left to a person after an addition. */
export interface Todo {
  /** Keys below `shop:` of crmctl.yaml that hold samples. */
  readonly shop: readonly string[];
  /** Environment variables that channels and connections read; one without a default must be set. */
  readonly variables: readonly { readonly name: string; readonly default?: string; readonly address: string }[];
  /** Teams whose members are samples. */
  readonly teams: readonly string[];
  /** Channels and connections: which provider carries the messages. */
  readonly connect: readonly string[];
  /** Actions that nothing can carry out live yet. */
  readonly missing: readonly { readonly address: string; readonly message: string }[];
}

export function todoAfter(
  documents: readonly Resource[],
  shop: Readonly<Record<string, unknown>>,
  findings: readonly Diagnostic[],
): Todo {
  const addresses = (...kinds: readonly string[]) =>
    documents.filter(({ kind }) => kinds.includes(kind)).map(({ address }) => address);
  const added = new Set<string | undefined>(addresses('Trigger', 'Sequence'));
  return {
    shop: Object.keys(shop),
    variables: documents.flatMap(({ kind, address, spec }) =>
      kind === 'Channel' || kind === 'Connection' ? variablesOf(spec).map((each) => ({ ...each, address })) : [],
    ),
    teams: addresses('Team'),
    connect: addresses('Channel', 'Connection'),
    missing: findings.flatMap(({ code, address, message }) =>
      code === noAdapter.code && address !== undefined && added.has(address) ? [{ address, message }] : [],
    ),
  };
}

/** `${NAME}` and `${NAME:-default}` in the strings of a spec, each name once. */
export function variablesOf(spec: unknown): readonly { readonly name: string; readonly default?: string }[] {
  const found = new Map(
    stringsIn(spec).flatMap((text) =>
      variablesIn(text).variables.map(({ name, default: otherwise }) => [
        name,
        { name, ...(otherwise !== undefined && { default: otherwise }) },
      ]),
    ),
  );
  return [...found.values()];
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
