import { shapes } from '../../language/shape.js';
import { reasons } from '../reasons.js';
import type { KindWord } from '../word.js';

const ofEffects = Object.entries(reasons).flatMap(([code, { about }]) =>
  about === 'message' || about === 'action' ? [code] : [],
);

/** What tells an effect apart beside the words of its action. */
const circumstances = {
  at: shapes.moment('When, exact to the minute, in the zone of the account.'),
  about: shapes.object(
    {
      order: shapes.string({ doc: 'Id of the order.' }),
      customer: shapes.string({ doc: 'Id of the customer.' }),
    },
    { name: 'AboutEffect', doc: 'Which order and which customer it is done to: `{order: 1, customer: 7}`.' },
  ),
  step: shapes.string({ doc: 'The step that does it: its id, or its path in one round of a loop, `ladder#2/call`.' }),
  reason: shapes.choice(ofEffects, 'It was wanted, and held back for this reason; without it what was done is meant.'),
};

/** Keys of an expectation that name no action. */
export const circumstanceKeys: ReadonlySet<string> = new Set(Object.keys(circumstances));

const effect = (at: 'required' | 'optional') =>
  shapes.object(circumstances, {
    name: at === 'required' ? 'ExpectedEffect' : 'ForbiddenEffect',
    ...(at === 'required' && { required: ['at'] }),
    rest: shapes.data({
      doc: 'An action by name and the part of it that must match, in the words of its YAML; `*` in a text stands for anything, nothing at all for every one.',
    }),
  });

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
