import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isObject } from '../model/json.js';
import type { Plan } from '../plan/plan.js';
import { readPlan } from '../plan/read.js';

/** What an apply has done so far, in a file that survives the process. */
export interface Journal {
  /** What an interrupted apply had done when this one took over. */
  readonly progress: Progress;
  /** Whether anything was begun, then or now. */
  isTouched(): boolean;
  /** Before the first call to the CRM for a resource. */
  started(address: string): void;
  /** Before a release: digest of the applied copies that it brings, and the resources that are in it anew. */
  publishing(applied: string, addresses: readonly string[]): void;
  /** Everything is done: the file goes. */
  finish(): void;
  /** Something is left: the file stays. */
  close(): void;
}

export interface Progress {
  /** Resources that may differ from what the plan was made from because this apply changed them. */
  readonly started: ReadonlySet<string>;
  readonly published: readonly string[];
}

/** An apply that did not come to its end. */
export interface Interrupted {
  readonly plan: Plan;
  readonly owner: string;
  readonly progress: Progress;
}

const format = 'crmctl.apply-journal/1';

type Line =
  | { readonly format: typeof format; readonly plan: Plan; readonly owner: string }
  | { readonly owner: string }
  | { readonly started: string }
  | { readonly published: string; readonly addresses: readonly string[] };

/** Begins a journal for a plan, in the place of an older one. Every line is on the disk before the call goes on. */
export function beginJournal(file: string, plan: Plan, owner: string): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const journal = writer(file, 'w', { started: new Set(), published: [] });
  journal.write({ format, plan, owner });
  return journal;
}

/**
 * Goes on writing the journal of an interrupted apply, as it is now: whoever took it over in the meantime may have gone on with it, or
 * finished it.
 */
export function continueJournal(file: string, plan: Plan, owner: string): Journal {
  const interrupted = readJournal(file);
  if (interrupted === undefined) return beginJournal(file, plan, owner);
  if ('problem' in interrupted) throw new Error(`${file}: ${interrupted.problem}`);
  truncateSync(file, readFileSync(file).lastIndexOf('\n') + 1);
  const journal = writer(file, 'a', interrupted.progress);
  journal.write({ owner });
  return journal;
}

/**
 * The interrupted apply that a journal tells of; `undefined` when there is none. A torn last line was never acted upon. What another
 * crmctl wrote in a form of its own is a problem in words.
 */
export function readJournal(file: string): Interrupted | { readonly problem: string } | undefined {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1).flatMap(parsed);
  const head = lines[0];
  if (head === undefined) return undefined;
  const problem = problemIn(head);
  if (problem !== undefined) return { problem };
  if (!('plan' in head)) return undefined;
  const started = new Set(
    lines.flatMap((line) => ('started' in line ? [line.started] : 'published' in line ? line.addresses : [])),
  );
  const published = lines.flatMap((line) => ('published' in line ? [line.published] : []));
  const owner = lines.flatMap((line) => ('owner' in line ? [line.owner] : [])).at(-1) ?? head.owner;
  return { plan: head.plan, owner, progress: { started, published } };
}

/** Journals of before they named their format are of the first. */
function problemIn(head: unknown): string | undefined {
  const found = isObject(head) ? (head['format'] ?? format) : undefined;
  if (found !== format) return `it is ${String(found)}, and this crmctl reads ${format}`;
  const read = isObject(head) && 'plan' in head ? readPlan(JSON.stringify(head['plan'])) : undefined;
  return read !== undefined && 'problem' in read ? `its plan cannot be carried out: ${read.problem}` : undefined;
}

function parsed(line: string): readonly Line[] {
  try {
    return [JSON.parse(line) as Line]; // written below
  } catch {
    return [];
  }
}

function writer(file: string, flags: 'w' | 'a', progress: Progress): Journal & { write(line: Line): void } {
  const descriptor = openSync(file, flags, 0o600);
  const write = (line: Line): void => {
    writeFileSync(descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(descriptor);
  };
  let touched = progress.started.size > 0 || progress.published.length > 0;
  const note = (line: Line): void => {
    touched = true;
    write(line);
  };
  return {
    progress,
    write,
    isTouched: () => touched,
    started: (address) => note({ started: address }),
    publishing: (published, addresses) => note({ published, addresses }),
    finish() {
      closeSync(descriptor);
      rmSync(file, { force: true });
    },
    close: () => closeSync(descriptor),
  };
}
