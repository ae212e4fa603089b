import { shapes } from '../../language/shape.js';
import { plainOfHtml } from '../../language/text/plainOfHtml.js';
import { any, boolean, codeOf, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { given } from '../idle.js';
import type { ActionWord } from '../meaning/action.js';

export const templateShape = shapes.either(
  {
    scalar: shapes.value(shapes.reference('Template'), codeOf('template')),
    map: shapes.object(
      {
        by: shapes.value(
          shapes.string({ pattern: /^=/, patternName: 'an expression that begins with "="' }),
          string,
          'An expression that gives one of the names beside it.',
        ),
      },
      { required: ['by'], rest: shapes.reference('Template') },
    ),
  },
  'A Template, or `{by: =expression, a: code-a, b: code-b}`.',
);

export const send: ActionWord = {
  name: 'send',
  doc: 'One message to the customer, by the first channel that is usable now; passes the Policy.',
  example: '{id: tell, send: {template: could-not-reach, via: [sms, email]}}',
  value: shapes.object(
    {
      template: templateShape,
      via: shapes.oneOrMany(
        shapes.reference('Channel'),
        'Channels in order of preference, or `best`; default: those of the template.',
      ),
      to: shapes.value(
        shapes.string(),
        any,
        'Another address than the customer’s own. Letters to somebody else, as to a supplier, go in the language of the shop.',
      ),
      with: shapes.map(shapes.data({ texts: false }), { doc: 'Parameters of the template.' }),
    },
    { required: ['template'] },
  ),
  shows: [
    'template',
    'via',
    'to',
    'locale',
    'with',
    'subject',
    'preheader',
    'body',
    'html',
    'url',
    'media',
    'approved',
  ],
  idle: (spec) => {
    const { template } = given(spec, 'send');
    if (!isObject(template) || Object.keys(template).length > 1) return [];
    const suggestion = 'name the templates: `{by: =…, a: code-a}`';
    return [{ at: ['send', 'template'], message: '`by` has nothing to choose from', suggestion }];
  },
  idempotency: 'none',
  reaches: 'customer',
  results: { ok: boolean, channel: codeOf('channel'), template: codeOf('template'), reason: string },
  needs: ['customer'],
  prepare: ({ spec, evaluate }) => {
    const value = spec['send'] as Record<string, unknown>;
    const chosen = isObject(value['template'])
      ? value['template'][String(evaluate(['send', 'template', 'by']))]
      : evaluate(['send', 'template']);
    const to = evaluate(['send', 'to']);
    return {
      ...(typeof chosen === 'string' && { template: chosen }),
      ...(value['via'] !== undefined && { via: value['via'] }),
      ...(to !== undefined && { to: String(to) }),
      ...(value['with'] !== undefined && { with: evaluate(['send', 'with']) }),
    };
  },
  happen: ({ id, trigger, channel, template, customer, order, data }, { facts }) => ({
    ...(channel !== undefined && {
      event: {
        type: 'message.accepted',
        data: {
          message: {
            id,
            effect: id,
            channel: facts.channelType?.(channel) ?? channel,
            trigger: trigger.slice(trigger.indexOf('/') + 1),
            to: data['to'],
            ...(template !== undefined && { template }),
            ...(data['subject'] !== undefined && { subject: data['subject'] }),
          },
          ...(order !== undefined && { order: { id: order } }),
          ...(customer !== undefined && { customer: { id: customer } }),
        },
      },
    }),
    result: { ok: true, ...(channel !== undefined && { channel }), ...(template !== undefined && { template }) },
  }),
  written: ({ template, channel, data }) => ({
    ...(typeof data['html'] === 'string' && { body: plainOfHtml(data['html']) }),
    ...data,
    template,
    via: channel,
  }),
  // As in a step: a type is the only Channel of that type.
  expected: (pattern, project) => {
    const channels = project.ofKind('Channel');
    const ofType = channels.filter(({ spec }) => spec['type'] === pattern['via']);
    const isCode = channels.some(({ code }) => code === pattern['via']);
    return isCode || ofType.length !== 1 ? pattern : { ...pattern, via: ofType[0]!.code };
  },
  live: { by: 'channel' },
};
