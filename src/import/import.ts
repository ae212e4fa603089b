import { accountFile, accountText } from '../language/account.js';
import type { SourceFile } from '../language/project.js';
import { isObject } from '../model/json.js';
import { accountOf } from '../plan/account.js';
import { plannedKinds, type PlannedKind } from '../plan/catalogue.js';
import { compareProject, type Compared, type Comparison } from '../plan/compare.js';
import type { Change } from '../plan/plan.js';
import { viewOf } from '../plan/view.js';
import { documentOf } from './document.js';
import { appended } from './file.js';
import { missingItems, withItems } from './items.js';
import { problemOf } from './readable.js';

export interface ImportInput extends Compared {
  readonly environment: string;
  /** Text of a file that is there, by path from the project's folder. */
  readonly textOf: (path: string) => string | undefined;
}

/** What an import found and what it writes, `crmctl.import/1`. */
export interface Import {
  /** Only files that get another text. */
  readonly files: readonly SourceFile[];
  readonly report: ImportReport;
}

export interface ImportReport {
  readonly format: 'crmctl.import/1';
  readonly ok: boolean;
  readonly environment: string;
  /** The file with the account's codes and fields, when it says something else now. */
  readonly account: string | null;
  /** Resources that no file had. */
  readonly added: readonly { readonly address: string; readonly file: string }[];
  /** Resources whose lists lacked items; `items` are paths as in plans. */
  readonly extended: readonly { readonly address: string; readonly file: string; readonly items: readonly string[] }[];
  /** Resources that say something else than the CRM: left as they are. */
  readonly differing: readonly {
    readonly address: string;
    readonly source: { readonly file: string; readonly line: number };
    readonly changes: readonly Pick<Change, 'path' | 'op' | 'before' | 'after' | 'sensitive'>[];
  }[];
  /** What runs and cannot be said in a document. */
  readonly left: readonly { readonly address: string; readonly reason: string }[];
  readonly unread: readonly { readonly list: string; readonly message: string }[];
}

/**
 * The running account as documents: one file a kind, one document a resource, in the order of their addresses. What the repository has
 * already stays as it is; resources and items of keyed lists that it lacks are added.
 */
export function importAccount(input: ImportInput): Import {
  const { words, remotes, observation, environment, textOf } = input;
  const kinds = [...plannedKinds(words, remotes, observation.capabilities).values()];
  const comparisons = compareProject(input);
  const found = kinds.flatMap((kind) => newOnes(kind, comparisons, input));
  const extended = comparisons.flatMap((comparison) => extensionOf(comparison));
  const texts = new Map<string, string>();
  const current = (path: string): string | undefined => texts.get(path) ?? textOf(path);

  for (const { file, additions } of groupedByFile(extended)) {
    const text = current(file);
    if (text !== undefined) texts.set(file, withItems(text, additions));
  }
  for (const kind of kinds) {
    const documents = found.flatMap((each) => (each.kind === kind && 'text' in each ? [each.text] : []));
    const path = fileOf(kind);
    if (documents.length > 0) texts.set(path, appended(current(path), documents, kind.remote?.untold));
  }
  const known = observation.unread.length === 0 ? accountText(accountOf(observation, words)) : undefined;
  const isNews = known !== undefined && known !== textOf(accountFile);
  if (isNews) texts.set(accountFile, known);
  return {
    files: [...texts].map(([path, text]) => ({ path, text })).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    report: {
      format: 'crmctl.import/1',
      ok: observation.unread.length === 0,
      environment,
      account: isNews ? accountFile : null,
      added: found.flatMap((each) => ('text' in each ? [{ address: each.address, file: fileOf(each.kind) }] : [])),
      extended: extended.map(({ address, file, items }) => ({ address, file, items: items.map(({ path }) => path) })),
      differing: comparisons.flatMap((comparison) => differenceOf(comparison, extended)),
      left: found.flatMap((each) => ('reason' in each ? [{ address: each.address, reason: each.reason }] : [])),
      unread: observation.unread.map(({ list, message }) => ({ list, message })),
    },
  };
}

type Found = { readonly address: string; readonly kind: PlannedKind } & (
  { readonly text: string } | { readonly reason: string }
);

/** What runs and stands in no file. */
function newOnes(kind: PlannedKind, comparisons: readonly Comparison[], { words }: ImportInput): readonly Found[] {
  return comparisons.flatMap(({ address, kind: of, resource, held, old }): readonly Found[] => {
    if (of.word !== kind.word || resource !== undefined || old !== undefined) return [];
    const running = viewOf(of, held);
    if (running === undefined) return [];
    const text = documentOf(kind.word, kind.remote === undefined ? running : withoutInUse(running));
    const reason = problemOf(text, words);
    return [{ address, kind, ...(reason === undefined ? { text } : { reason }) }];
  });
}

/** What stands in the repository is in use, without saying so (`RemoteKind.implied`). */
function withoutInUse(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(spec).flatMap(([name, value]) => {
      if (name === 'active' && value === true) return [];
      if (!Array.isArray(value)) return [[name, value]];
      return [[name, value.map((item: unknown) => (isObject(item) ? withoutInUse(item) : item))]];
    }),
  );
}

interface Extension {
  readonly address: string;
  readonly file: string;
  readonly items: ReturnType<typeof missingItems>;
}

function extensionOf({ address, kind, resource, held, old }: Comparison): readonly Extension[] {
  if (resource === undefined || old !== undefined || kind.remote === undefined) return [];
  const running = viewOf(kind, held);
  const items = running === undefined ? [] : missingItems(kind.word, resource, withoutInUse(running));
  return [...Map.groupBy(items, ({ file }) => file)].map(([file, own]) => ({ address, file, items: own }));
}

function groupedByFile(extended: readonly Extension[]) {
  const byFile = Map.groupBy(extended, ({ file }) => file);
  return [...byFile].map(([file, all]) => ({
    file,
    additions: all.flatMap(({ items }) => items.map(({ addition }) => addition)),
  }));
}

function differenceOf(
  { address, kind, resource, held, verdict }: Comparison,
  extended: readonly Extension[],
): ImportReport['differing'] {
  if (resource === undefined || verdict.is !== 'changed' || viewOf(kind, held) === undefined) return [];
  const added = extended.find((each) => each.address === address)?.items.map(({ path }) => path) ?? [];
  const changes = verdict.changes
    .filter(({ path }) => !added.includes(path))
    .map(({ path, op, before, after, sensitive }) => ({ path, op, before, after, sensitive }));
  return changes.length === 0 ? [] : [{ address, source: { file: resource.file, line: resource.line }, changes }];
}

/** `status-groups.yaml` */
function fileOf({ word }: PlannedKind): string {
  return `${word.plural}.yaml`;
}
