import type { ActionWord } from '../../vocabulary/meaning/action.js';
import type { ReasonWord } from '../../vocabulary/reasons.js';
import type { PhraseWord } from '../../vocabulary/word.js';
import { code, table } from './table.js';

/** Trigger forms or steps of flow: name, meaning, example; the name leads to every key of it. */
export function phraseTable(words: readonly PhraseWord[]): readonly string[] {
  return table(
    ['word', 'meaning', 'example'],
    words.map((word) => [linked(word), word.doc, code(word.example)]),
  );
}

const reaches: Readonly<Record<ActionWord['reaches'], string>> = {
  customer: 'the customer, through the Policy',
  people: 'people of the shop',
  crm: 'the CRM’s data',
  outside: 'an outside service',
};

/** What the runner does after an attempt of which nobody knows whether it succeeded. */
const again: Readonly<Record<ActionWord['idempotency'], string>> = {
  set: 'A: reads, writes what is still needed',
  key: 'B: repeats with the same key',
  search: 'C: looks for its mark, then repeats',
  none: 'D: never repeats; listed as `unknown`',
};

export function actionTable(words: readonly ActionWord[]): readonly string[] {
  return table(
    ['action', 'meaning', 'example', 'result'],
    words.map((word) => [
      linked(word),
      word.doc,
      code(word.example),
      Object.keys(word.results)
        .map((name) => code(`.${name}`))
        .join(' '),
    ]),
  );
}

/** Whom an action reaches, and what the runner does when the answer is lost. */
export function failureTable(words: readonly ActionWord[]): readonly string[] {
  return table(
    ['action', 'reaches', 'class, and what happens when the answer is lost'],
    words.map((word) => [code(word.name), reaches[word.reaches], again[word.idempotency]]),
  );
}

/** Reason codes by what they are about. */
export function reasonTable(reasons: Readonly<Record<string, ReasonWord>>): readonly string[] {
  const rows = Object.entries(reasons);
  return Object.entries(headings).flatMap(([about, heading]) => [
    ...table(
      [heading, 'meaning'],
      rows.filter(([, word]) => word.about === about).map(([reason, { doc }]) => [code(reason), doc]),
    ),
    '',
  ]);
}

const headings: Readonly<Record<ReasonWord['about'], string>> = {
  message: 'why a message does not go, or not now',
  action: 'why an action is not carried out',
  entry: 'why a trigger does not start',
  run: 'why a run ends',
};

export interface Carrier {
  readonly name: string;
  readonly defaultFor: readonly string[];
  readonly doc: string;
}

export function carrierTable(carriers: readonly Carrier[]): readonly string[] {
  return table(
    ['provider', 'default for', 'what it is'],
    carriers.map(({ name, defaultFor, doc }) => [code(name), defaultFor.map(code).join(' '), doc]),
  );
}

function linked({ name }: PhraseWord): string {
  return `[${code(name)}](kinds.md#${name.toLowerCase()})`;
}
