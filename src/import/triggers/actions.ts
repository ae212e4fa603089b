import { pathOfField } from '../../crm/historyFields.js';
import { translateValue, type Remark, type Subject, type Surroundings } from '../pipelang/translate.js';
import type { CopiedAction } from './form.js';
import { spanIn } from './span.js';

type Step = Readonly<Record<string, unknown>>;

export interface ActionScope extends Surroundings {
  readonly names: readonly string[];
  readonly subject?: Subject;
}

interface ActionKind {
  readonly titles: RegExp;
  readonly step: (action: CopiedAction, scope: ActionScope) => Step | Remark;
}

/** An action of the CRM's form as a step, without its id; what has no counterpart is a remark. */
export function stepOf(action: CopiedAction, scope: ActionScope): Step | Remark {
  const kind = kinds.find(({ titles }) => titles.test(action.title));
  return kind?.step(action, scope) ?? remark(action, 'no step of ours does that');
}

/** In the words of the form of a trigger, Russian and English. */
const kinds: readonly ActionKind[] = [
  { titles: /e-?mail|письмо/i, step: (action) => sending(action, 'email') },
  { titles: /sms|смс/i, step: (action) => sending(action, 'sms') },
  { titles: /chat message|сообщение в чат|whatsapp/i, step: (action) => sending(action, 'messenger') },
  { titles: /^(изменить данные|change) .*(заказ|order)/i, step: (action, scope) => setting(action, scope, 'order') },
  {
    titles: /^(изменить данные|change) .*(клиент|customer)/i,
    step: (action, scope) => setting(action, scope, 'customer'),
  },
  { titles: /задач|task/i, step: task },
  { titles: /уведомлени|notification/i, step: notification },
  {
    titles: /http/i,
    step: (action) => remark(action, 'declare the service as a Connection, then call it with the action http'),
  },
];

function sending(action: CopiedAction, via: string): Step | Remark {
  return isCode(action.value)
    ? { send: { template: action.value, via } }
    : remark(action, 'the template has to be named by its code');
}

/** `status = "complete"`, `delivery_net_cost = order.deliveryNetCost + 100`. */
function setting(action: CopiedAction, scope: ActionScope, entity: Subject): Step | Remark {
  const fields = action.parameters.map(({ label, value }) => ({
    path: pathOf(label, entity),
    value: translateValue(value, scope.names, scope),
  }));
  const failed = fields.flatMap(({ value }) => ('reason' in value ? [value] : []))[0];
  if (failed !== undefined) return remark(action, failed.reason);
  if (fields.length === 0) return remark(action, 'no field is named: write "field = value" below it');
  return {
    set: Object.fromEntries(
      fields.flatMap(({ path, value }) => ('text' in value ? [[path, settable(value.text)]] : [])),
    ),
  };
}

function pathOf(label: string, entity: Subject): string {
  const [head = ''] = label.split('.');
  return head === 'order' || head === 'customer'
    ? label
    : `${entity}.${pathOfField(entity === 'order' ? 'orders' : 'customers', label)}`;
}

/** A literal as it is, anything else as an expression. */
function settable(text: string): unknown {
  return /^("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)$/.test(text) ? JSON.parse(text) : `=${text}`;
}

function task(action: CopiedAction): Step | Remark {
  const text = parameter(action, /^(текст|text)/i) ?? action.value;
  if (text === '') return remark(action, 'the task has no text');
  const [to, due, comment] = [/^(исполнитель|ответственный|performer)/i, /^(срок|due)/i, /^(комментарий|comment)/i].map(
    (label) => parameter(action, label),
  );
  const performer = to === undefined ? undefined : personOf(to);
  const span = due === undefined ? undefined : spanIn(due);
  if (to !== undefined && performer === undefined) return remark(action, `"${to}" is nobody: name a user by e-mail`);
  if (due !== undefined && span === undefined) return remark(action, `"${due}" is no length of time`);
  return {
    task: {
      text,
      ...(performer !== undefined && { to: performer }),
      ...(span !== undefined && { due: span }),
      ...(comment !== undefined && { comment }),
    },
  };
}

function notification(action: CopiedAction): Step | Remark {
  const text = parameter(action, /^(текст|text)/i);
  const to = parameter(action, /^(пользователи|кому|users|to)/i);
  if (text === undefined) return remark(action, "put the template's text below it: text: …");
  const person = to === undefined ? undefined : personOf(to);
  if (to !== undefined && person === undefined) return remark(action, `"${to}" is nobody: name a user by e-mail`);
  return { notify: { text, ...(person !== undefined && { to: person }) } };
}

function personOf(text: string): string | undefined {
  if (/^(менеджер|manager|ответственный)/i.test(text)) return 'manager';
  return /^\S+@\S+$/.test(text) ? `user/${text}` : undefined;
}

function parameter({ parameters }: CopiedAction, label: RegExp): string | undefined {
  return parameters.find((each) => label.test(each.label))?.value;
}

function isCode(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text);
}

function remark({ title, value }: CopiedAction, reason: string): Remark {
  return { source: value === '' ? title : `${title}: ${value}`, reason };
}
