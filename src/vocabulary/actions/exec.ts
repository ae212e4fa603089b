import { shapes } from '../../language/shape.js';
import { any, boolean, number, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../meaning/action.js';
import { changesTo } from './fields.js';

export const exec: ActionWord = {
  name: 'exec',
  doc: 'A program on the machine of the runner, without a shell; the effect’s id is in `CRMCTL_EFFECT_ID`. What it prints is the result, `.body` when it is JSON. Exit code 75 asks for another attempt; behind `onError` `.code` and `.output` tell of any other.',
  example: '{id: print, exec: {command: ./print-label, args: ["{{ order.number }}"], stdin: {id: =order.id}}}',
  value: shapes.object(
    {
      command: shapes.string({ doc: 'The program: a path, or a name that is found in PATH.' }),
      args: shapes.list(shapes.text(), { doc: 'Arguments, one text each.' }),
      stdin: shapes.data({ doc: 'What it reads: a text as it is, anything else as JSON.', texts: true }),
      env: shapes.list(
        shapes.string({ pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, patternName: 'the name of an environment variable' }),
        {
          doc: 'Names of environment variables of the runner that it gets, too. It sees PATH, HOME, LANG and TZ, and no other.',
        },
      ),
      save: shapes.map(shapes.data(), {
        doc: 'Fields of the order or the customer that take values of the answer: `=body.number`, `=output`.',
      }),
    },
    { required: ['command'] },
  ),
  // A program that was cut off may have done its work.
  shows: ['command', 'args', 'stdin', 'env'],
  idempotency: 'none',
  reaches: 'outside',
  results: { ok: boolean, code: number, output: string, body: any, reason: string },
  prepare: ({ spec, evaluate }) => {
    const value = spec['exec'] as Record<string, unknown>; // the shape is a map
    return {
      command: value['command'],
      ...(value['env'] !== undefined && { env: value['env'] }),
      ...(value['args'] !== undefined && { args: evaluate(['exec', 'args']) }),
      ...(value['stdin'] !== undefined && { stdin: evaluate(['exec', 'stdin']) }),
    };
  },
  after: { path: ['exec', 'save'], scope: { code: number, output: string, body: any } },
  follow: (context) => {
    const save = (context.spec['exec'] as Record<string, unknown>)['save'];
    if (!isObject(save)) return undefined;
    const data = changesTo(Object.keys(save), (field) => context.evaluate(['exec', 'save', field]), context);
    return data && { id: 'save', action: 'set', data };
  },
  // A back-test starts nothing: the answer is unknown, the call itself is what it shows.
  happen: () => ({ result: { ok: true, code: 0 } }),
  answered: (_, { code = 0, ...rest }) =>
    code === 0
      ? { result: { ok: true, code, ...rest } }
      : { result: { code, ...rest }, failed: `ended with ${String(code)}` },
  live: { by: 'exec' },
};
