import { shapes } from '../../language/shape.js';
import { object, record, string } from '../../language/valueType.js';
import type { KindWord } from '../word.js';
import { httpHeaders } from './channel.js';
import { declaredCall } from './declaredCall.js';

export const connection: KindWord = {
  kind: 'Connection',
  prefix: 'connection',
  plural: 'connections',
  doc: 'An outside HTTP service that `http:` steps call: address, headers, secrets.',
  example: `kind: Connection
code: loyalty
url: https://bonus.example.ru/api
headers:
  Authorization: ApiKey \${LOYALTY_KEY}
`,
  shape: shapes.object(
    {
      url: shapes.string({ doc: 'Address below which the paths of the calls lie.' }),
      headers: httpHeaders('Headers of every call.'),
      timeout: shapes.duration({ doc: 'How long an answer may take. Default: 30s.' }),
      rate: shapes.string({
        pattern: /^\d+\/(s|m|h|d)$/,
        patternName: 'a rate such as 5/s',
        doc: 'Most calls in that time.',
      }),
      audience: shapes.object(
        { add: declaredCall('The customer joins.'), remove: declaredCall('The customer leaves.') },
        {
          name: 'AudienceCalls',
          required: ['add', 'remove'],
          doc: 'It is an advertising network: how `audience` steps that name it change an audience. Texts and values are about `audience.name` and `customer`. Joining twice must be the same as joining once.',
        },
      ),
    },
    { required: ['url'] },
  ),
  executor: 'runner',
  interpolates: true,
  scopeAt: () => ({ audience: record('audience', { name: string }), customer: object('customer') }),
};
