import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';

/** How one of several people is chosen. */
export const assignStrategies = ['round-robin', 'least-loaded', 'random', 'fixed'] as const;

export const team: KindWord = {
  kind: 'Team',
  prefix: 'team',
  plural: 'teams',
  doc: 'Users among whom work is divided: for `assign`, and as `team/<code>` wherever a person may stand.',
  example: `kind: Team
code: sales
members: [user/anna@shop.ru, user/oleg@shop.ru]
strategy: round-robin
`,
  shape: shapes.object(
    {
      members: shapes.list(
        shapes.string({ pattern: /^user\/\S+@\S+$/, patternName: 'a user such as user/anna@shop.ru' }),
        { min: 1, doc: 'Users, in their order.' },
      ),
      calendar: shapes.reference('Calendar', 'When they work: `only: working` asks it.'),
      strategy: shapes.choice(assignStrategies, 'How one of them is chosen. Default: round-robin.'),
    },
    { required: ['members'] },
  ),
  executor: 'runner',
};
