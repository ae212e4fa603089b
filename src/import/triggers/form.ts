/** A trigger as people copy it from the CRM's form. */
export interface CopiedTrigger {
  readonly name?: string;
  readonly code?: string;
  readonly active?: string;
  readonly event?: string;
  /** Of the events "after a trigger": which one, and how long after it. */
  readonly parent?: string;
  readonly after?: string;
  readonly filter?: string;
  readonly condition?: string;
  /** What the form asks about missed calls. */
  readonly newOrder?: string;
  readonly actions: readonly CopiedAction[];
}

export interface CopiedAction {
  /** `Отправить SMS по шаблону` */
  readonly title: string;
  readonly value: string;
  /** The lines below it, `label: value`. */
  readonly parameters: readonly { readonly label: string; readonly value: string }[];
}

type Label = Exclude<keyof CopiedTrigger, 'actions'> | 'actions' | 'ignored';

/** Labels of the form in the CRM's languages. */
const labels: Readonly<Record<string, Label>> = Object.fromEntries(
  (
    [
      ['name', 'название', 'name', 'nombre'],
      ['code', 'символьный код', 'код', 'symbolic code', 'code', 'código'],
      ['active', 'активность', 'активен', 'activity', 'active', 'actividad'],
      ['event', 'событие', 'event', 'evento'],
      ['parent', 'после триггера', 'триггер', 'after trigger', 'trigger', 'parent trigger'],
      ['after', 'через', 'интервал', 'after', 'interval'],
      ['filter', 'фильтр', 'filter', 'filtro'],
      ['condition', 'условие применения', 'условие', 'condition', 'condición'],
      ['newOrder', 'новый заказ', 'new order', 'nuevo pedido'],
      ['actions', 'действия', 'actions', 'acciones'],
      ['ignored', 'порядок', 'группа', 'order', 'group', 'описание', 'description'],
    ] as const
  ).flatMap(([label, ...names]) => names.map((name) => [name, label] as const)),
);

/**
 * Reads copied forms, one after the other: a label and what follows it, on its line or below. A form begins with a name, or with an event
 * when it has one already, or after a line `---`.
 */
export function readForms(text: string): readonly CopiedTrigger[] {
  const forms: Map<Label, string[]>[] = [];
  let form = new Map<Label, string[]>();
  let at: Label | undefined;
  const begin = (): void => {
    if (form.has('event') || form.has('condition') || form.has('filter') || form.has('actions')) forms.push(form);
    form = new Map();
    at = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    if (/^-{3,}\s*$/.test(line)) {
      begin();
      continue;
    }
    const found = labelIn(line, at);
    if (found === undefined) {
      if (at !== undefined) form.get(at)?.push(line);
      continue;
    }
    if (form.has(found.label) && (found.label === 'name' || found.label === 'event')) begin();
    at = found.label;
    form.set(at, found.rest === '' ? [] : [found.rest]);
  }
  begin();
  return forms.map(formOf);
}

/** `Событие: Изменение заказа`, or the label alone. Among actions their own parameters have names, too. */
function labelIn(line: string, at: Label | undefined): { readonly label: Label; readonly rest: string } | undefined {
  const [, name = '', colon, rest = ''] = /^\s*([\p{L} ]+?)\s*(?:(:)\s*(.*))?$/u.exec(line) ?? [];
  const label = labels[name.trim().toLowerCase()];
  if (label === undefined || (at === 'actions' && /^[\s-]/.test(line))) return undefined;
  // `order` alone could begin a condition that goes on in the next line.
  return colon === undefined && label === 'ignored' ? undefined : { label, rest: rest.trim() };
}

function formOf(lines: ReadonlyMap<Label, readonly string[]>): CopiedTrigger {
  const values = [...lines].flatMap(([label, each]) => {
    const value = each.join('\n').trim();
    return label === 'actions' || label === 'ignored' || value === '' ? [] : [[label, value] as const];
  });
  return { ...Object.fromEntries(values), actions: actionsIn(lines.get('actions') ?? []) };
}

/** `- Отправить SMS по шаблону: could-not-reach`, parameters indented below. */
function actionsIn(lines: readonly string[]): readonly CopiedAction[] {
  const actions: { title: string; value: string; parameters: { label: string; value: string }[] }[] = [];
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const [, lead = '', label = '', value = ''] =
      /^(\s*(?:[-*•]|\d+[.)])?\s*)([^:=]+?)\s*(?:[:=]\s*(.*))?$/.exec(line) ?? [];
    const isParameter = /^\s+$/.test(lead) && actions.length > 0;
    if (isParameter) actions.at(-1)?.parameters.push({ label, value: value.trim() });
    else actions.push({ title: label, value: value.trim(), parameters: [] });
  }
  return actions;
}
