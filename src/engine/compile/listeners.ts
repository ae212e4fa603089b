import type { Change } from '../../model/event.js';
import { textOf } from '../../vocabulary/on/values.js';
import type { CompiledForm, Listeners } from '../program.js';

interface ForField {
  readonly any: CompiledForm[];
  readonly byValue: Map<string, CompiledForm[]>;
}

/** Names of fields that are remembered with their listeners: those of a log are few, those of untyped data need not be. */
const keptFields = 10_000;

/** Who is to be asked about an event, found without asking those who do not listen to it. */
export function buildListeners(forms: readonly CompiledForm[]): Listeners {
  const events = new Map<string, CompiledForm[]>();
  const fields = new Map<string, ForField>();
  for (const form of forms)
    for (const name of form.word.listens?.(form.spec) ?? []) {
      if (!name.startsWith('changed:')) add(events, name, form);
      else addField(fields, name.slice('changed:'.length), form);
    }
  const known = new Map<string, readonly ForField[]>();

  /** Those of the field and of the fields that hold it: `order.delivery.address.city` is part of `order.delivery`. */
  const ofField = (field: string): readonly ForField[] => {
    let found = known.get(field);
    if (found !== undefined) return found;
    const names = [field];
    for (let dot = field.lastIndexOf('.'); dot > 0; dot = field.lastIndexOf('.', dot - 1))
      names.push(field.slice(0, dot));
    found = names.flatMap((name) => fields.get(name) ?? []);
    if (known.size >= keptFields) known.clear();
    known.set(field, found);
    return found;
  };
  return {
    of(type, changes) {
      let found = events.get(type) ?? none;
      if (fields.size === 0) return found;
      for (const change of changes)
        for (const { any, byValue } of ofField(change.field)) {
          found = union(found, any);
          if (byValue.size > 0) found = union(found, byValue.get(valueOf(change)) ?? none);
        }
      return found;
    },
  };
}

/** By rank; one of the two as it is when that says all. */
function union(forms: readonly CompiledForm[], more: readonly CompiledForm[]): readonly CompiledForm[] {
  return more.length === 0
    ? forms
    : forms.length === 0
      ? more
      : [...new Set([...forms, ...more])].sort((a, b) => a.rank - b.rank);
}

function valueOf({ new: value }: Change): string {
  return typeof value === 'string' ? value : textOf(value);
}

function addField(fields: Map<string, ForField>, name: string, form: CompiledForm): void {
  const sign = name.indexOf('=');
  const field = sign < 0 ? name : name.slice(0, sign);
  let entry = fields.get(field);
  if (entry === undefined) fields.set(field, (entry = { any: [], byValue: new Map() }));
  if (sign < 0) entry.any.push(form);
  else add(entry.byValue, name.slice(sign + 1), form);
}

function add(index: Map<string, CompiledForm[]>, name: string, form: CompiledForm): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, [form]);
  else if (!known.includes(form)) known.push(form);
}

const none: readonly CompiledForm[] = [];
