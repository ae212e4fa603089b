import { plannedKinds, type PlannedKind } from './catalogue.js';
import { heldByAddress, isUnread, type Compared } from './compare.js';
import { movedSince } from './moved.js';
import type { Change } from './plan.js';
import { rulesFor } from './target.js';
import { viewOf, type Held } from './view.js';

/** What others changed since the last apply, `crmctl.drift/1`: nothing of it looks at the working tree. */
export interface Drift {
  readonly format: 'crmctl.drift/1';
  readonly project: string;
  readonly environment: string;
  readonly complete: boolean;
  readonly resources: readonly Drifted[];
  readonly summary: { readonly changed: number; readonly removed: number; readonly unchanged: number };
}

export interface Drifted {
  readonly address: string;
  readonly kind: string;
  readonly group: string;
  readonly reason: 'changed' | 'removed';
  /** `before`: as it was applied; `after`: as it is now. */
  readonly changes: readonly Omit<Change, 'origin' | 'manual' | 'waitsFor'>[];
}

export function buildDrift({ environment, ...input }: Compared & { readonly environment: string }): Drift {
  const { project, words, remotes, observation, selection } = input;
  const kinds = plannedKinds(words, remotes, observation.capabilities);
  const copies = observation.state.applied.filter(({ address, kind, spec }) => {
    const planned = kinds.get(kind);
    return planned && !isUnread(address, planned, observation) && (selection?.(address, spec) ?? true);
  });
  const held = heldByAddress(kinds, observation, (kind) =>
    copies.filter((copy) => copy.kind === kind).map((copy) => copy.spec),
  );
  const looked = copies
    .map(({ address, kind }) => driftOf(address, kinds.get(kind)!, held.get(address) ?? {}, input)) // copies of other kinds were left out
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const drifted = looked.filter(({ reason, changes }) => reason === 'removed' || changes.length > 0);
  const removed = drifted.filter(({ reason }) => reason === 'removed').length;
  return {
    format: 'crmctl.drift/1',
    project: project.config.name,
    environment,
    complete: observation.unread.length === 0,
    resources: drifted,
    summary: { changed: drifted.length - removed, removed, unchanged: looked.length - drifted.length },
  };
}

function driftOf(address: string, kind: PlannedKind, held: Held, { project }: Compared): Drifted {
  const now = viewOf(kind, held);
  const applied = held.applied ?? {};
  const head = { address, kind: kind.word.kind, group: kind.word.plural };
  if (now === undefined) return { ...head, reason: 'removed', changes: [] };
  const back = movedSince(kind, address, applied, now, rulesFor(kind, project.byAddress.get(address)));
  return { ...head, reason: 'changed', changes: back.map(reversed) };
}

const opposite = { add: 'remove', remove: 'add', change: 'change', move: 'move' } as const;

/** The way from the CRM back to the last apply, read the other way round. */
function reversed({ path, op, before, after, sensitive }: Change): Drifted['changes'][number] {
  return {
    path,
    op: opposite[op],
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    sensitive,
  };
}
