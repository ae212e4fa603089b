import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { importTriggers } from '../../src/import/triggers/import.js';
import { objectsOf } from '../../src/language/compile.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { trigger as word } from '../../src/vocabulary/kinds/trigger.js';
import { projectOf } from '../plan/scene.js';

const { objects } = { objects: objectsOf(projectOf({}), vocabulary) };
const imported = (text: string, known: readonly string[] = []) =>
  importTriggers({ objects, calendar: 'office', word, known: new Set(known), text });
const only = (text: string): Record<string, unknown> =>
  parse(imported(text).documents[0] ?? '') as Record<string, unknown>;

const form = `Название
Недозвон: первый
Символьный код: first-miss
Порядок: 990
Событие: Изменение заказа
Фильтр: order.getDeliveryCost() < 250   # небольшая доставка
Условие применения
changeSet.hasChangedField("status") and
  changeSet.newValue("status").code == "no-answer"
Действия
- Отправить SMS по шаблону: could-not-reach
- Поставить задачу
    Текст: Перезвонить {{ order.number }}
    Исполнитель: менеджер
    Срок: 30 минут
- Изменить данные заказа
    status = "client-confirmed"
    delivery_net_cost = order.deliveryNetCost + 100
`;

test('a form as it was copied becomes a trigger with its original above it', () => {
  const { documents, report } = imported(form);
  expect(documents).toEqual([
    `# In the CRM:
#   event     Изменение заказа
#   filter    order.getDeliveryCost() < 250   # небольшая доставка
#   condition changeSet.hasChangedField("status") and
#               changeSet.newValue("status").code == "no-answer"
kind: Trigger
code: first-miss
name: "Недозвон: первый"
on:
  - {event: order.created, where: order.status == "no-answer"}
  - {changed: order.status, to: no-answer}
when: order.delivery.cost < 250
do:
  - id: send
    send: {template: could-not-reach, via: sms}
  - id: task
    task: {text: "Перезвонить {{ order.number }}", to: manager, due: 30m}
  - id: set
    set: {order.status: client-confirmed, order.delivery.netCost: =order.delivery.netCost + 100}
`,
  ]);
  expect(report).toMatchObject({ ok: true, added: [{ address: 'trigger/first-miss', marks: [] }], known: [] });
});

test('in English, with a name for a code, switched off', () => {
  expect(
    only(
      'Name: Thanks a lot!\nActivity: no\nEvent: Change of order\nCondition: changeSet.isCreate()\nActions:\nSend e-mail by template: thanks\n',
    ),
  ).toEqual({
    kind: 'Trigger',
    code: 'thanks-a-lot',
    name: 'Thanks a lot!',
    on: { event: 'order.created' },
    active: false,
    do: [{ id: 'send', send: { template: 'thanks', via: 'email' } }],
  });
});

test('a postponed trigger starts with the one before it, waits, and asks its condition again', () => {
  const postponed =
    'Название: Потом\nСобытие: После выполнения триггера по заказу\nТриггер: first-miss\nЧерез: 3 дня\nУсловие: order.status.code == "no-answer"\nДействия:\n- Отправить письмо по шаблону: feedback\n';
  const { documents, report } = imported(`${form}${postponed}`);
  expect(report.ok).toBe(true);
  expect(parse(documents[1] ?? '')).toMatchObject({
    code: 'potom',
    on: [{ event: 'order.created' }, { changed: 'order.status', to: 'no-answer' }],
    when: 'order.delivery.cost < 250',
    do: [
      { id: 'after', wait: '3d' },
      { id: 'still', if: '!(order.status == "no-answer")' },
      { id: 'send', send: { template: 'feedback', via: 'email' } },
    ],
  });
});

test('alternatives are occasions of one trigger', () => {
  const { on } = only(
    'Событие: Изменение заказа\nУсловие: changeSet.hasChangedField("manager_comment") or changeSet.newValue("status").code == "a" or changeSet.newValue("status").code in ["b", "c"]\nДействия:\n- SMS: x\n',
  );
  expect(on).toEqual([
    {
      event: 'order.created',
      where: 'order.managerComment != null || order.status == "a" || order.status in ["b", "c"]',
    },
    { changed: 'order.managerComment' },
    { changed: 'order.status', to: ['a', 'b', 'c'] },
  ]);
});

test.each([
  [
    'an action without a counterpart',
    'Действия:\n- Позвонить клиенту\n',
    'no step of ours does that',
    /# NOT TRANSLATED: Позвонить клиенту\n *# .*\n *- \{id: by-hand, stop/,
  ],
  [
    'a condition that is broken',
    'Условие: order.status.code == \nДействия:\n- SMS: x\n',
    'the condition is not finished',
    /# NOT TRANSLATED: order.status.code ==\n/,
  ],
  [
    'a property that nobody has',
    'Условие: order.weather == "sun"\nДействия:\n- SMS: x\n',
    'order has no "weather" here',
    /# NOT TRANSLATED: order.weather == "sun"\n/,
  ],
])('%s is marked at its place, and the trigger does not run', (_, rest, reason, text) => {
  const { documents, report } = imported(`Событие: Изменение заказа\n${rest}`);
  expect(report).toMatchObject({ ok: false, added: [{ marks: [{ reason }] }] });
  expect(documents[0]).toMatch(text);
  expect(parse(documents[0] ?? '')).toMatchObject({ active: false });
});

test('an event without a counterpart never comes', () => {
  expect(only('Событие: Клиент не заходил на сайт\nДействия:\n- SMS: x\n')).toMatchObject({
    on: { event: 'custom.not-translated' },
    active: false,
  });
});

test('a trigger that is there stays as it is', () => {
  expect(imported(form, ['first-miss'])).toMatchObject({ documents: [], report: { known: ['trigger/first-miss'] } });
});
