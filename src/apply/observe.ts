import type { Project } from '../language/project.js';
import type { AutomationClient } from '../crm/automation.js';
import type { CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import { isObject } from '../model/json.js';
import type { AutomationState } from '../model/release.js';
import type { Observation, Observed, Unread } from '../plan/observation.js';
import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import type { RemoteKind } from '../vocabulary/remoteKind.js';

/** The two planes of an environment. */
export interface Planes {
  readonly crm: CrmClient;
  readonly automation: AutomationClient;
}

export interface Observing extends Planes {
  readonly words: Vocabulary;
  readonly remotes: Readonly<Record<string, RemoteKind>>;
  readonly project: Project;
  /** Only what these addresses need; default: what the project has or applied. */
  readonly only?: ReadonlySet<string>;
  /** Every list of the CRM, whoever owns what is in it. */
  readonly everything?: boolean;
}

/**
 * Reads what runs: the automation API, and from the CRM one list for each kind that the project has or applied, never an object at a time.
 * A list that fails is named in `unread`; when all of them fail the first error is thrown.
 */
export async function observe({
  crm,
  automation,
  words,
  remotes,
  project,
  only,
  everything = false,
}: Observing): Promise<Observation> {
  const [{ capabilities }, state, waiting] = await Promise.all([
    automation.info(),
    automation.state(),
    automation.waiting(),
  ]);
  const asked = byPrefix(only ?? addressesOf(project, state));
  const kinds = words.kinds.flatMap((word) => {
    const home = word.executor === 'api' ? remotes[word.kind] : undefined;
    return home === undefined
      ? []
      : [{ word, home, lists: home.lists.map((list) => asking(isAsked(asked, word, list.covers), everything)) }];
  });
  const read = await Promise.all(kinds.map(({ word, home, lists }) => readKind(crm, word, home, lists)));
  const listed = await Promise.all(everything ? words.kinds.map((word) => readCodes(crm, word)) : []);
  const failed = read.flatMap((kind) => kind.errors);
  const errors = [...failed, ...listed.flatMap((kind) => kind.errors)];
  const refused = read.reduce((sum, kind) => sum + kind.refused, 0);
  const count = kinds.flatMap(({ lists }) => lists.filter((list) => list !== 'no')).length - refused;
  if (failed.length > 0 && failed.length === count) throw failed[0]!.error;
  // Nothing to list: a key that the CRM refuses must be heard of all the same.
  if (count === 0 && only === undefined) await crm.call({ method: 'GET', path: '/api/credentials' });
  return {
    remote: new Map(read.flatMap(({ kind, found }) => (found === undefined ? [] : [[kind, found]]))),
    unread: errors.map(({ unread }) => unread),
    listed: new Map(listed.map(({ kind, codes }) => [kind, codes])),
    state,
    capabilities,
    waiting,
  };
}

function addressesOf(project: Project, { applied }: AutomationState): ReadonlySet<string> {
  return new Set([...project.resources, ...applied].map((resource): string => resource.address));
}

type ByPrefix = ReadonlyMap<string, readonly string[]>;

function byPrefix(addresses: ReadonlySet<string>): ByPrefix {
  return Map.groupBy(addresses, (address) => address.slice(0, address.indexOf('/')));
}

function isAsked(asked: ByPrefix, { prefix }: KindWord, covers = ''): boolean {
  const begin = `${prefix}/${covers}`;
  return asked.get(prefix)?.some((address) => address.startsWith(begin)) ?? false;
}

/** Whether a list is read: `named`, the project has something of it; `everything`, whatever is there is of interest. */
type Asking = 'no' | 'named' | 'everything';

function asking(isNamed: boolean, everything: boolean): Asking {
  if (isNamed) return 'named';
  return everything ? 'everything' : 'no';
}

interface ReadKind {
  readonly kind: string;
  /** Lists that the key may not read, and need not. */
  readonly refused: number;
  /** Absent when nothing can be said of the kind. */
  readonly found?: readonly Observed[];
  readonly errors: readonly { readonly unread: Unread; readonly error: CrmError }[];
}

async function readKind(
  crm: CrmClient,
  { kind }: KindWord,
  home: RemoteKind,
  asked: readonly Asking[],
): Promise<ReadKind> {
  const answers = await Promise.all(
    home.lists.map((list, index) => (asked[index] === 'no' ? undefined : readList(crm, list))),
  );
  const isRefused = (answer: unknown, index: number): boolean =>
    asked[index] === 'everything' && home.lists[index]?.mayBeRefused === true && isRefusal(answer);
  const refused = answers.filter(isRefused).length;
  const errors = answers.flatMap((answer, index) => {
    if (!(answer instanceof CrmError) || isRefused(answer, index)) return [];
    const { covers = '', call } = home.lists[index]!; // one answer a list
    return [{ unread: { kind, covers, list: call.path, message: answer.message }, error: answer }];
  });
  const unusable = errors.some(({ unread }) => unread.covers === '') || asked.every((each) => each === 'no');
  return unusable
    ? { kind, refused, errors }
    : {
        kind,
        refused,
        errors,
        found: home.decode(answers.map((answer) => (answer instanceof CrmError ? undefined : answer))),
      };
}

/** What the CRM has of a kind beside those of projects. */
async function readCodes(
  crm: CrmClient,
  { kind, listed }: KindWord,
): Promise<Pick<ReadKind, 'kind' | 'errors'> & { readonly codes: readonly string[] }> {
  const answer = listed === undefined ? [] : await readList(crm, listed);
  if (answer instanceof CrmError && !isRefusal(answer)) {
    const list = listed?.call.path ?? '';
    return {
      kind,
      codes: [],
      errors: [{ unread: { kind, covers: '', list, message: answer.message }, error: answer }],
    };
  }
  const rows: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const codes = rows.flatMap((row) => (isObject(row) && typeof row['code'] === 'string' ? [row['code']] : []));
  return { kind, codes, errors: [] };
}

const refusals: ReadonlySet<string> = new Set(['auth', 'denied', 'not-found']);

/** The key lacks the right, or the account the method. */
function isRefusal(answer: unknown): boolean {
  return answer instanceof CrmError && refusals.has(answer.reason);
}

async function readList(crm: CrmClient, { call, key, paged }: RemoteKind['lists'][number]): Promise<unknown> {
  try {
    return await crm.list(call, key, { paged });
  } catch (error) {
    if (error instanceof CrmError) return error;
    throw error;
  }
}
