import { shapes, type Shape } from '../../language/shape.js';
import { any, number } from '../../language/valueType.js';
import { formKeys } from '../on/common.js';
import { forms } from '../on/index.js';
import { stepList } from '../steps/list.js';
import type { KindWord } from '../word.js';
import { lateShape, onceShape, percent } from './fields.js';
import { messageClasses } from './policy.js';
import { triggerScope } from './triggerScope.js';

const form: Shape = {
  shape: 'dispatch',
  noun: 'trigger form',
  doc: 'What starts the trigger.',
  words: () => Object.fromEntries(forms.map((word) => [word.name, word])),
  common: formKeys,
};

const eventWhere = (doc: string) =>
  shapes.object(
    {
      event: shapes.event('The event.'),
      where: shapes.condition({ doc: 'Only such an event; `event` is the new one.' }),
    },
    { name: 'AwaitedEvent', required: ['event'], doc },
  );

export const trigger: KindWord = {
  kind: 'Trigger',
  prefix: 'trigger',
  plural: 'triggers',
  doc: 'An automation: what starts it, under which condition, and the steps that it takes.',
  example: `kind: Trigger
code: thanks
name: Спасибо за заказ
on: {event: order.created}
when: order.totalSumm > 0
do:
  - id: call
    task: {text: "Позвонить по заказу {{ order.number }}", to: =order.manager, due: 30m}
`,
  shape: shapes.object(
    {
      on: shapes.oneOrMany(form, 'What starts it: one form or a list of them.'),
      vars: shapes.map(shapes.data(), {
        doc: 'Named values, computed at entry; a value that reads as a duration is one.',
      }),
      when: shapes.condition({ doc: 'It starts only when this holds. Default: true.' }),
      class: shapes.choice(
        messageClasses,
        'Which rules of the Policy its messages obey; `reply` answers what the customer does now, at any hour unless the Policy names it. Default: service.',
      ),
      key: shapes.oneOrMany(
        shapes.condition({ yields: any }),
        'Whom or what one instance is about. Default: the subject of the form.',
      ),
      mode: shapes.choice(
        ['single', 'restart', 'parallel'],
        'A second entry while one with the same key runs. Default: single, ignored.',
      ),
      once: onceShape('It starts once only for whom this says.'),
      exit: shapes.oneOrMany(
        shapes.either({
          scalar: shapes.condition({
            doc: 'Ends the instance as soon as it holds; checked on every event and before every effect.',
          }),
          map: eventWhere('Ends the instance when it happens.'),
        }),
        'What ends an instance early: conditions, events, or `goal`.',
      ),
      goal: shapes.object(
        {
          event: shapes.event('The event that is success.'),
          where: shapes.condition({ doc: 'Only such an event.' }),
          within: shapes.duration({ doc: 'Counted only so long after entry.' }),
          value: shapes.condition({ yields: number, doc: 'What it is worth.' }),
        },
        { name: 'Goal', required: ['event'], doc: 'What success is, for statistics.' },
      ),
      holdout: percent('Share of the customers for whom what reaches them is suppressed (stable hash). Default: 0%.'),
      priority: shapes.number({
        integer: true,
        min: 0,
        max: 100,
        doc: 'Who gets a scarce slot, large first. Default: 50.',
      }),
      backfill: shapes.choice(
        ['none', 'all'],
        'What happens with what is already there at first activation. Default: none.',
      ),
      inFlight: shapes.choice(
        ['pin', 'follow', 'drain', 'cancel'],
        'What waiting instances do when this trigger changes. Default: pin.',
      ),
      migrate: shapes.map(shapes.string({ doc: 'New id of the step.' }), {
        doc: 'Steps that got another id: `{old: new}`, for `inFlight: follow`.',
      }),
      late: lateShape('What is still done after downtime. Default: by class.'),
      active: shapes.boolean('false: validated and planned, not run. Default: true.'),
      do: stepList(),
    },
    { required: ['on', 'do'] },
  ),
  executor: 'runner',
  listKeys: { on: 'id', do: 'id' },
  scopeAt: triggerScope,
};
