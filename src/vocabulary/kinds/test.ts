import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';

const effect = (at: 'required' | 'optional') =>
  shapes.object(
    { at: shapes.moment('When, exact to the minute, in the zone of the account.') },
    {
      name: at === 'required' ? 'ExpectedEffect' : 'ForbiddenEffect',
      ...(at === 'required' && { required: ['at'] }),
      rest: shapes.data({
        doc: 'An action by name and the part of it that must match, in the words of its YAML; `*` in a text stands for anything, nothing at all for every one.',
      }),
    },
  );

export const test: KindWord = {
  kind: 'Test',
  prefix: 'test',
  plural: 'tests',
  doc: 'What happens to a trigger on a made-up course of events: given, expect, never.',
  example: `kind: Test
code: thanks-on-creation
trigger: thanks
given:
  - at: 2026-03-02 12:30
    order.created: {id: 1, number: A-1, status: new, totalSumm: 900, customer: {id: 7, email: anna@example.com}}
expect:
  - at: 2026-03-02 12:30
    task: {text: "*A-1*"}
never:
  - send: {via: push}
`,
  shape: shapes.object(
    {
      trigger: shapes.reference('Trigger', 'The trigger that is tested; the others rest.'),
      beside: shapes.list(shapes.reference('Trigger'), {
        doc: 'Triggers that run too, for what they bring about; what they do is not judged.',
      }),
      given: shapes.list(
        shapes.object(
          {
            at: shapes.moment('When it happens, in the zone of the account.'),
            change: shapes.data({ doc: '`{order: 1, status: paid}`: fields of an order or customer that change.' }),
          },
          {
            name: 'Given',
            required: ['at'],
            rest: shapes.data({
              doc: 'An event by name and its data; order and customer events hold the object itself.',
            }),
          },
        ),
        { min: 1, doc: 'What happens, in the order of time.' },
      ),
      answers: shapes.map(
        shapes.data({
          doc: 'Of `http`: `status`, `body`; of `exec`: `code`, `output`, `body`; of `invoice`: `status`, `url`; of any step: `fails`, why it cannot be done.',
        }),
        {
          doc: 'What outside services answer, by step: `{register: {status: 201, body: {card: "77"}}}`. Default: success without a body. A status that the step does not expect, or an exit code other than 0, is a failure.',
        },
      ),
      expect: shapes.list(effect('required'), {
        doc: 'What the trigger must do, and what Validations must refuse: `refuse: {validation: needs-date, text: "*date*"}`.',
      }),
      never: shapes.list(effect('optional'), { doc: 'What it must not do.' }),
      exact: shapes.boolean('Nothing but what is expected may happen. Default: false.'),
      until: shapes.moment('How far the clock runs. Default: the last `expect`.'),
    },
    { required: ['trigger', 'given'] },
  ),
  executor: 'none',
};
