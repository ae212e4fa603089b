import { isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import type { KindWord } from '../../vocabulary/word.js';
import { documentOf } from '../document.js';
import type { Remark, Surroundings } from '../pipelang/translate.js';
import { readForms, type CopiedTrigger } from './form.js';
import { triggerOf, type TriggerDraft } from './trigger.js';

export interface TriggerInput extends Surroundings {
  /** What was copied from the CRM's form: one trigger or several. */
  readonly text: string;
  readonly word: KindWord;
  /** Codes of triggers that the project has already. */
  readonly known: ReadonlySet<string>;
}

/** What came of it, `crmctl.import-triggers/1`. */
export interface TriggerReport {
  readonly format: 'crmctl.import-triggers/1';
  readonly ok: boolean;
  readonly added: readonly { readonly address: string; readonly marks: readonly Remark[] }[];
  /** There is a trigger of that code: it stays as it is. */
  readonly known: readonly string[];
}

/** Copied triggers as documents, each with the original as a comment and marks where something found no counterpart. */
export function importTriggers({ text, word, known, ...around }: TriggerInput): {
  readonly documents: readonly string[];
  readonly report: TriggerReport;
} {
  const parents = new Map<string, TriggerDraft>();
  const drafts = readForms(text).map((form) => {
    const draft = triggerOf(form, parents, around);
    for (const name of [draft.code, form.name, form.code]) if (name !== undefined) parents.set(name, draft);
    return { form, draft };
  });
  const added = drafts.filter(
    ({ draft }, index) =>
      !known.has(draft.code) && drafts.findIndex((other) => other.draft.code === draft.code) === index,
  );
  return {
    documents: added.map(({ form, draft }) => documentFor(form, draft, word)),
    report: {
      format: 'crmctl.import-triggers/1',
      ok: added.every(({ draft }) => draft.marks.length === 0),
      added: added.map(({ draft }) => ({
        address: `${word.prefix}/${draft.code}`,
        marks: draft.marks.map(({ source, reason }) => ({ source, reason })),
      })),
      known: drafts.flatMap(({ draft }) => (known.has(draft.code) ? [`${word.prefix}/${draft.code}`] : [])),
    },
  };
}

function documentFor(form: CopiedTrigger, { spec, marks }: TriggerDraft, word: KindWord): string {
  const original = [
    ...lines('event', form.event),
    ...lines('after', [form.parent, form.after].filter((part) => part !== undefined).join(', ') || undefined),
    ...lines('filter', form.filter),
    ...lines('condition', form.condition),
  ];
  const head = ['# In the CRM:', ...original].join('\n');
  return `${head}\n${documentOf(word, spec, (document) => mark(document, marks))}`;
}

function lines(label: string, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const [first = '', ...rest] = text.split('\n');
  return [`#   ${label.padEnd(9)} ${first}`.trimEnd(), ...rest.map((line) => `#   ${' '.repeat(9)} ${line}`.trimEnd())];
}

/** Puts what is missing where it is missing. */
function mark(document: Document, marks: TriggerDraft['marks']): void {
  const { contents } = document;
  if (!isMap(contents)) return;
  for (const { at, source, reason } of marks) {
    const comment = `${` NOT TRANSLATED: ${source}`.replace(/\s*\n\s*/g, ' ')}\n   ${reason}`;
    const keyed = (name: string): Node | undefined =>
      contents.items
        .map(({ key }) => key)
        .find((key): key is Node & { value: unknown } => isScalar(key) && key.value === name);
    const steps: unknown = contents.get('do');
    const node = typeof at === 'number' ? (isSeq(steps) ? steps.items[at] : undefined) : (keyed(at) ?? keyed('do'));
    if (node === undefined || node === null || typeof node !== 'object') continue;
    // Nodes of a document that was made of values.
    const target = node as Node;
    target.commentBefore = target.commentBefore ? `${target.commentBefore}\n${comment}` : comment;
  }
}
