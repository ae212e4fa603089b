import { pathOfField } from '../../crm/historyFields.js';
import { any, type ValueType } from '../../language/valueType.js';
import { questionOf, valueAsked } from './changeSet.js';
import { binding, Untranslatable, value, within, type Cel } from './cel.js';
import { expressionOf, truth, variable, type Translating } from './expression.js';
import { property } from './member.js';
import { neverEmpty } from './names.js';
import type { Node } from './node.js';
import { valuesOf, type FormValue } from './values.js';

export type Subject = 'order' | 'customer';

/** A form of `on`. */
export interface Form {
  readonly event?: string;
  readonly changed?: string | readonly string[];
  readonly from?: readonly FormValue[];
  readonly to?: readonly FormValue[];
  readonly where?: string;
}

/** A part that found no counterpart, with the reason. */
export interface Remark {
  readonly source: string;
  readonly reason: string;
}

export interface Occasions {
  readonly forms: readonly Form[];
  readonly remarks: readonly Remark[];
}

export interface Asking extends Translating {
  readonly subject: Subject;
  readonly source: string;
}

/**
 * One alternative of a condition as forms: a creation, a change, a deletion. In the CRM a creation changes every field that is filled,
 * here it is an event of its own; so most alternatives are two forms.
 */
export function occasionsOf(conjuncts: readonly Node[], asking: Asking): Occasions {
  const questions = conjuncts.map((node) => ({ node, ...questionOf(node) }));
  const says = (what: 'create' | 'update' | 'delete'): boolean | undefined =>
    questions.flatMap((each) => (each.asks === what ? [each.holds] : []))[0];
  if (says('delete') === true) return deletion(questions, asking);
  const isCreation = says('create') ?? (says('update') === true ? false : undefined);
  const created = isCreation === false ? undefined : creation(questions, asking);
  const edited = isCreation === true ? undefined : change(questions, asking);
  return {
    forms: [...(created?.forms ?? []), ...(edited?.forms ?? [])],
    remarks: [
      ...new Map([...(created?.remarks ?? []), ...(edited?.remarks ?? [])].map((each) => [each.source, each])).values(),
    ],
  };
}

type Asked = { readonly node: Node } & ReturnType<typeof questionOf>;

function deletion(questions: readonly Asked[], asking: Asking): Occasions {
  const rest = questions.filter(({ asks }) => asks === 'value');
  return withWhere({ event: `${asking.subject}.deleted` }, rest, asking, () => undefined);
}

/** Every field that is filled counts as changed, its value as new; nothing was before. */
function creation(questions: readonly Asked[], asking: Asking): Occasions | undefined {
  const values = questions.filter((each) => each.asks === 'value');
  if (values.some((each) => each.asks === 'value' && each.old)) return undefined;
  const fields = questions.flatMap((each) => (each.asks === 'changed' ? [each] : []));
  const looked = new Set(values.flatMap((each) => (each.asks === 'value' ? each.fields : [])));
  const tests: string[] = [];
  for (const { field, holds } of fields) {
    const filled = filledTest(field, asking);
    // Of a list that is told element by element nothing is known at creation.
    if (filled === undefined) return undefined;
    if (filled === true && !holds) return undefined;
    if (filled === true || (holds && looked.has(field))) continue;
    tests.push(holds ? filled.yes : filled.no);
  }
  if ([...looked].some((field) => placeOf(field, asking) === undefined && field !== 'order_product')) return undefined;
  const isNow = (node: Node): Cel | undefined => {
    const asked = valueAsked(node);
    return asked && (placeOf(asked.field, asking) ?? value(`${asking.subject}.items`, { type: 'list', of: any }));
  };
  return withWhere({ event: `${asking.subject}.created` }, values, asking, isNow, tests);
}

/** `true`: it always has a value. */
function filledTest(field: string, asking: Asking): true | { readonly yes: string; readonly no: string } | undefined {
  if (field === 'order_product') return { yes: 'order.items.size() > 0', no: 'order.items.size() == 0' };
  const place = placeOf(field, asking);
  if (place === undefined) return undefined;
  if (neverEmpty.has(place.text)) return true;
  // A sum is 0 when it is absent.
  return place.type.type === 'number'
    ? { yes: `has(${place.text})`, no: `!has(${place.text})` }
    : { yes: `${place.text} != null`, no: `${place.text} == null` };
}

function change(questions: readonly Asked[], asking: Asking): Occasions {
  const { subject } = asking;
  const wanted = questions.flatMap((each) =>
    each.asks === 'changed' && each.holds ? [each.field] : each.asks === 'value' ? each.fields : [],
  );
  const fields = [...new Set(wanted)].sort((a, b) => Number(a === 'status') - Number(b === 'status'));
  const [field] = fields;
  if (field === 'order_product') return ofLines(questions, asking);
  const tests: string[] = [];
  const remarks: Remark[] = [];
  const path = field === undefined ? subject : pathOf(field, subject);
  for (const other of fields.slice(1)) {
    if (other === 'status') tests.push('order.statusSince == event.at');
    else remarks.push({ source: `hasChangedField("${other}")`, reason: 'one form watches one field at a time' });
  }
  for (const each of questions) {
    if (each.asks !== 'changed' || each.holds) continue;
    if (each.field === 'status' && subject === 'order') tests.push('order.statusSince != event.at');
    else remarks.push(remark(each.node, 'that a field did not change with the others cannot be asked', asking));
  }
  const values = questions.filter(({ asks }) => asks === 'value');
  const told = values.map(({ node }) => ({
    node,
    test: field === undefined ? undefined : valuesOf(node, field, placeType(field, asking)),
  }));
  const of = (side: 'from' | 'to'): readonly FormValue[] =>
    told.flatMap(({ test }) => (test?.side === side ? test.values : []));
  const rest = values.filter((_, index) => told[index]!.test === undefined);
  const form: Form = {
    changed: path,
    ...(of('from').length > 0 && { from: of('from') }),
    ...(of('to').length > 0 && { to: of('to') }),
  };
  const inEvent = (node: Node): Cel | undefined => {
    const asked = valueAsked(node);
    if (asked === undefined) return undefined;
    if (asked.side === 'old') return value('event.old', codeLike(placeType(asked.field, asking)));
    return placeOf(asked.field, asking) ?? value('event.new', any);
  };
  const isGiven = (node: Node): boolean => {
    const asked = valueAsked(node);
    const place = asked && placeOf(asked.field, asking);
    return asked?.side === 'new' && place !== undefined && neverEmpty.has(place.text);
  };
  const found = withWhere(
    form,
    rest.filter(({ node }) => !isGiven(node)),
    asking,
    inEvent,
    tests,
  );
  return { forms: found.forms, remarks: [...remarks, ...found.remarks] };
}

/** Lines come and go as events of their own. */
function ofLines(questions: readonly Asked[], asking: Asking): Occasions {
  const values = questions.flatMap((each) => (each.asks === 'value' ? [each] : []));
  const sides = new Set(values.flatMap(({ node }) => valueAsked(node)?.side ?? []));
  const rest = values.filter(({ node }) => valueAsked(node) === undefined);
  const events = [...(sides.has('old') ? [] : ['item.added']), ...(sides.has('new') ? [] : ['item.removed'])];
  const all = events.map((event) => withWhere({ event }, rest, asking, () => undefined));
  return { forms: all.flatMap(({ forms }) => forms), remarks: all[0]?.remarks ?? [] };
}

function withWhere(
  form: Form,
  values: readonly { readonly node: Node }[],
  asking: Asking,
  change: NonNullable<Translating['change']>,
  tests: readonly string[] = [],
): Occasions {
  const parts = values.map(({ node }) => translated(node, { ...asking, change }, asking));
  const where = allOf(
    parts.flatMap((part) => ('cel' in part ? [part.cel] : [])),
    tests,
  );
  return {
    forms: [{ ...form, ...(where !== '' && { where }) }],
    remarks: parts.flatMap((part) => ('reason' in part ? [part] : [])),
  };
}

/** Tests that all have to hold. */
export function allOf(cels: readonly Cel[], more: readonly string[] = []): string {
  const isAlone = cels.length + more.length === 1;
  return [...cels.map((cel) => (isAlone ? cel.text : within(cel, binding.and))), ...more].join(' && ');
}

/** A conjunct as a test; as it is when it has no counterpart. */
export function translated(
  node: Node,
  to: Translating,
  { source }: Pick<Asking, 'source'>,
  as: 'test' | 'value' = 'test',
): { readonly cel: Cel } | Remark {
  try {
    const found = expressionOf(node, to);
    if (as === 'value') return { cel: found };
    return { cel: truth(found) };
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    return { source: sourceOf(node, source), reason: error.message };
  }
}

function remark(node: Node, reason: string, { source }: Asking): Remark {
  return { source: sourceOf(node, source), reason };
}

/** What was written, without the parentheses that were put around all of it to read it with another. */
export function sourceOf({ start, end }: Pick<Node, 'start' | 'end'>, source: string): string {
  return source
    .slice(start, end)
    .replace(/^\(([^]*)\n\)$/, '$1')
    .trim();
}

/** Where the entity itself holds the field; `undefined` for what stands in a list. */
function placeOf(field: string, asking: Asking): Cel | undefined {
  const { subject } = asking;
  const path = pathOfField(subject === 'order' ? 'orders' : 'customers', field);
  return path.split('.').reduce<Cel | undefined>((at, name) => at && property(at, name, asking), variable(subject));
}

function placeType(field: string, asking: Asking): ValueType {
  return placeOf(field, asking)?.type ?? any;
}

/** What was before is raw: a reference is its code there, too. */
function codeLike(type: ValueType): ValueType {
  return type.type === 'string' ? type : any;
}

const elements: Readonly<Record<string, string>> = { items: 'item', payments: 'payment' };

/** `order.status`, `item.status`, `order.payments`. */
function pathOf(field: string, subject: Subject): string {
  const [head = '', ...rest] = pathOfField(subject === 'order' ? 'orders' : 'customers', field).split('.');
  const element = elements[head];
  return element !== undefined && rest.length > 0 ? [element, ...rest].join('.') : [subject, head, ...rest].join('.');
}
