import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';
import { lateShape, percent } from './fields.js';

/** Classes of messages: a trigger names one of them. A `reply` answers what the customer does at this moment: an hour at which he writes or calls is no quiet one. */
export const messageClasses = ['marketing', 'service', 'reply'] as const;

const rules = shapes.object(
  {
    quiet: shapes.hours('Hours of the recipient in which nothing is sent.'),
    onQuiet: shapes.choice(['defer', 'skip'], 'What becomes of a message that falls into them. Default: defer.'),
    caps: shapes.list(
      shapes.string({
        pattern: /^\d+\/(\d+(h|d|w|mo)|day|week|month)$/,
        patternName: 'a cap such as 3/7d or 5/week',
        doc: 'Most messages to one customer in any such time (`3/7d`), or in a day, week from Monday or month of the calendar where they live (`5/week`).',
      }),
      { doc: 'Most messages of this class to one customer.' },
    ),
    onCap: shapes.choice(['defer', 'skip'], 'What becomes of a message over a cap. Default: defer.'),
    consent: shapes.choice(['required', 'none'], '`required`: only to customers who agreed. Default: none.'),
    late: lateShape('What is still done after downtime.'),
  },
  { name: 'PolicyClass', doc: 'Rules for the messages of one class.' },
);

export const policy: KindWord = {
  kind: 'Policy',
  prefix: 'policy',
  plural: 'policies',
  doc: 'The safety envelope of everything that reaches customers: quiet hours, caps, consent, control group, catch-up.',
  example: `kind: Policy
code: default
classes:
  marketing: {quiet: "21:00-10:00", onQuiet: defer, caps: [1/1d, 3/7d], onCap: defer, consent: required}
  service: {quiet: "23:00-08:00", onQuiet: defer}
control: 2%
catchUp: {maxMessages: 200}
`,
  shape: shapes.object({
    classes: shapes.object(
      { marketing: rules, service: rules, reply: rules },
      { name: 'PolicyClasses', doc: 'Rules per class of message; a class that is not named is free.' },
    ),
    control: percent('Share of the customers who never get marketing (stable hash).'),
    catchUp: shapes.object(
      {
        maxMessages: shapes.number({
          integer: true,
          min: 0,
          doc: 'A backlog with more messages than this waits for --approve.',
        }),
      },
      { name: 'CatchUp', doc: 'The brake before a backlog is carried out.' },
    ),
    late: lateShape('What is still done after downtime, for classes that do not say.'),
    loop: shapes.object(
      {
        maxDepth: shapes.number({
          integer: true,
          min: 1,
          doc: 'How long a chain of triggers that start each other may grow. Default: 3.',
        }),
        perHour: shapes.number({ integer: true, min: 1, doc: 'Most entries of one trigger for one key in an hour.' }),
      },
      { name: 'LoopLimits', doc: 'Brakes for triggers that start each other.' },
    ),
    retention: shapes.object(
      {
        journal: shapes.duration({
          doc: 'What was decided, once the run has ended, and what was sent to whom; reports count from it. Default: 1y.',
        }),
        refused: shapes.duration({ doc: 'Which conditions were false, and by what. Default: 30d.' }),
      },
      { name: 'Retention', doc: 'How long a live runner keeps its journal, and what it sent.' },
    ),
    report: shapes.object(
      {
        skipped: percent("Warn when a larger share of a trigger's messages is held back."),
        perCustomer: shapes.number({
          integer: true,
          min: 1,
          doc: 'Warn when a customer gets more messages than this in a week.',
        }),
      },
      { name: 'ReportThresholds', doc: 'Thresholds of the warnings in reports.' },
    ),
  }),
  executor: 'runner',
};
