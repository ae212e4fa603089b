import type { Resource, Path, Project } from '../../language/project.js';
import { shapes, type Shape } from '../../language/shape.js';
import { object, timestamp, type ValueType } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { events } from '../events/index.js';
import type { KindWord, Vocabulary } from '../word.js';
import { channelTypes } from './channel.js';
import { localeKey, textParts } from './textParts.js';
import { parametersOf, parametersShape, valueParameters } from './parameters.js';

const content: Record<string, Shape> = {
  ...textParts,
  approved: shapes.reference(
    'MessengerTemplate',
    'Instead of a text: the one that the messenger approved. Until it has, the message goes by the next channel, or is skipped with the reason `not-approved`.',
  ),
  args: shapes.list(shapes.text({ takes: 'Fragment' }), {
    doc: 'Values for the places (`{var: custom}`) of the approved text, in the order in which it is read: header, text, addresses of buttons.',
  }),
  media: shapes.text({
    takes: 'Fragment',
    doc: 'Address of what the header of the approved text shows. Default: its example.',
  }),
};

const subjects = [...new Set(['order', 'customer', ...events.map((event) => event.about)])];

export const template: KindWord = {
  kind: 'Template',
  prefix: 'template',
  plural: 'templates',
  doc: 'A message: its text for every channel by which it may go.',
  example: `kind: Template
code: could-not-reach
name: Не дозвонились
for: order
params: {code: {type: string, default: SORRY}}
channels:
  sms:
    body: "{{ customer.firstName|default('Здравствуйте') }}, не смогли дозвониться по заказу {{ order.number }}."
  email:
    subject: "Заказ {{ order.number }}"
    body: "Мы звонили по заказу {{ order.number }}. Код на скидку: {{ params.code }}."
locales: {en: {sms: {body: "We could not reach you about order {{ order.number }}."}}}
`,
  shape: shapes.object(
    {
      for: shapes.choice(subjects, 'What it is about: order, customer, or the subject of an event.'),
      params: parametersShape(valueParameters, 'Values that a step gives by `with`, read as `params.<name>`.'),
      channel: shapes.string({ doc: 'The only channel type, with the text beside it; or `channels`.' }),
      ...content,
      channels: shapes.map(shapes.object(content, { name: 'Message' }), {
        keys: shapes.string({ doc: `A channel type: ${channelTypes.join(', ')}, or one of your own.` }),
        doc: 'Text per channel type; their order is the order of preference.',
      }),
      locales: shapes.map(shapes.map(shapes.object(content, { name: 'LocalMessage' })), {
        keys: localeKey,
        doc: 'Other languages: per locale the texts that differ, by channel type. Which one a customer gets: `customer.customFields.locale` or `customer.locale`, else `locale` of crmctl.yaml.',
      }),
    },
    { required: ['for'], oneOf: [['channel', 'channels']] },
  ),
  executor: 'runner',
  scopeAt: templateScope,
  localesAt,
};

/** The subject of the template, whom it concerns, and its parameters. */
function templateScope(
  resource: Resource,
  _path: Path,
  _project: Project,
  words: Vocabulary,
): Readonly<Record<string, ValueType>> {
  const about = String(resource.spec.for ?? 'order');
  const carried = words.events
    .filter((event) => event.about === about)
    .flatMap((event) => Object.entries(event.carries));
  return {
    ...Object.fromEntries(carried.map(([name, type]) => [name, object(type)])),
    ...(about === 'order' && { order: object('order') }),
    customer: object('customer'),
    params: parametersOf(resource.spec.params, valueParameters),
    now: timestamp,
  };
}

/** The text of a channel goes out in every language in which the template does not say it otherwise. */
function localesAt(spec: Readonly<Record<string, unknown>>, path: Path, own: string): readonly string[] {
  if (path[0] === 'locales') return [String(path[1])];
  const [channel, part] = path[0] === 'channels' ? [path[1], path[2]] : [spec['channel'], path[0]];
  const others = Object.entries(isObject(spec['locales']) ? spec['locales'] : {}).filter(([, messages]) => {
    const local = isObject(messages) ? messages[String(channel)] : undefined;
    return !isObject(local) || local[String(part)] === undefined;
  });
  return [own, ...others.map(([locale]) => locale)];
}

/** Channel types for which a template has text, in its order of preference. */
export function channelsOf(spec: Readonly<Record<string, unknown>>): readonly string[] {
  if (typeof spec.channel === 'string') return [spec.channel];
  return isObject(spec.channels) ? Object.keys(spec.channels) : [];
}
