import { shapes } from '../../language/shape.js';
import { boolean } from '../../language/valueType.js';
import type { ActionWord } from '../meaning/action.js';
import type { DeclaredCalls } from '../meaning/live.js';

export const audience: ActionWord = {
  name: 'audience',
  doc: 'Puts the customer into an audience of an advertising network, or takes him out.',
  example: '{id: retarget, audience: {add: abandoned-cart, network: vk}}',
  value: shapes.object(
    {
      add: shapes.string({ doc: 'Name of the audience that he joins.' }),
      remove: shapes.string({ doc: 'Name of the audience that he leaves.' }),
      network: shapes.string({ doc: 'The network: code of a Connection with `audience`.' }),
    },
    { required: ['network'], oneOf: [['add'], ['remove']] },
  ),
  shows: ['add', 'remove', 'network'],
  idempotency: 'set',
  reaches: 'crm',
  gives: true,
  results: { ok: boolean },
  needs: ['customer'],
  prepare: (context) => {
    const { add, remove, network } = context.spec['audience'] as Readonly<Record<string, unknown>>; // the shape is a map
    const name = `audience:${String(network)}/${String(add ?? remove)}/${context.customer ?? ''}`;
    const isMember = context.memory.read(name) === 'in';
    if (isMember === (add !== undefined)) return undefined;
    context.memory.write(name, add === undefined ? 'out' : 'in');
    return { network, ...(add === undefined ? { remove } : { add }) };
  },
  happen: () => ({ result: { ok: true } }),
  lacks: ({ audience: value }, { byAddress }) => {
    const { network } = value as Readonly<Record<string, unknown>>; // the shape is a map
    const isKnown = byAddress.get(`connection/${String(network)}`)?.spec['audience'] !== undefined;
    return isKnown ? undefined : `Connection \`${String(network)}\` with \`audience\``;
  },
  live: { by: 'self' },
  liveOf: ({ data }) => ({
    by: 'declared',
    address: `connection/${String(data['network'])}`,
    member: 'audience',
    connection: String(data['network']),
    calls: byNetwork,
  }),
};

const byNetwork: DeclaredCalls = function* ({ data }) {
  const way = data['add'] === undefined ? 'remove' : 'add';
  yield { name: way, about: { audience: { name: data[way] } } };
  return { ok: true };
};
