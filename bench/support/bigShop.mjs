import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const config =
  'version: 1\nname: bench\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n';

/** The files of a shop of so many resources, one a file: triggers with their templates, segments, custom fields. */
export function bigShop(resources) {
  const channel = {
    path: 'channels/email.yaml',
    text: 'kind: Channel\ncode: email\ntype: email\nprovider: smtp\nhost: localhost\nfrom: shop@example.com\n',
  };
  const status = {
    path: 'statuses/all.yaml',
    text: 'kind: StatusGroup\ncode: new\nname: New\nstatuses: [{code: new, name: New}, {code: paid, name: Paid}, {code: sent, name: Sent}]\n',
  };
  const others = Array.from({ length: resources - 2 }, (_, index) =>
    kinds[index % kinds.length](Math.floor(index / kinds.length)),
  );
  return [{ path: 'crmctl.yaml', text: config }, channel, status, ...others];
}

const kinds = [trigger, template, trigger, trigger, segment, trigger, template, customField, trigger, trigger];
const counts = new Map();

function next(kind) {
  const number = counts.get(kind) ?? 0;
  counts.set(kind, number + 1);
  return number;
}

function trigger(index) {
  const number = next('trigger');
  const text = [
    'kind: Trigger',
    `code: trigger-${number}`,
    `name: "Trigger ${number}: asks for what is missing"`,
    `on: {changed: order.status, to: ${['new', 'paid', 'sent'][number % 3]}, where: order.totalSumm > ${number}}`,
    `when: customer.ordersCount >= ${number % 5} && order.items.exists(i, i.quantity > ${number % 3})`,
    'exit: order.status == "sent"',
    'do:',
    '  - {id: pause, wait: {for: 2d, at: "11:00"}}',
    `  - {id: letter, send: {template: template-${index % 10}}}`,
    '  - id: check',
    '    choose:',
    `      - if: order.totalSumm > ${1000 + number}`,
    '        do: [{id: call, task: {text: "Call about order {{ order.number }}"}}]',
  ];
  return { path: `triggers/trigger-${number}.yaml`, text: `${text.join('\n')}\n` };
}

function template() {
  const number = next('template');
  const text = [
    'kind: Template',
    `code: template-${number}`,
    `name: Template ${number}`,
    'for: order',
    'channel: email',
    `subject: "Order {{ order.number }}: letter ${number}"`,
    'body: |',
    "  {{ customer.firstName|default('Hello') }}, your order over {{ order.totalSumm }} is waiting.",
    '  {% for item in order.items %}{{ item.quantity }} × {{ item.productName }}',
    '  {% endfor %}',
  ];
  return { path: `templates/template-${number}.yaml`, text: `${text.join('\n')}\n` };
}

function segment() {
  const number = next('segment');
  const text = `kind: Segment\ncode: segment-${number}\nname: Segment ${number}\nwhere: customer.ordersCount >= ${number} && customer.daysSinceLastOrder <= ${30 + number}\n`;
  return { path: `segments/segment-${number}.yaml`, text };
}

function customField() {
  const number = next('customField');
  const text = `kind: CustomField\nof: order\ncode: field_${number}\nname: Field ${number}\ntype: string\n`;
  return { path: `fields/field-${number}.yaml`, text };
}

export function writeFiles(folder, files) {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
