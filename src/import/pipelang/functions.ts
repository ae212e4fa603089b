import { any, boolean, number, object, string } from '../../language/valueType.js';
import { Untranslatable, value, binding, within, type Cel } from './cel.js';
import { expressionOf, type Translating } from './expression.js';
import { customField, property } from './member.js';
import { momentOf } from './moment.js';
import type { Node, Of } from './node.js';

/** The functions of the CRM's language, as retailCRM's help lists them under conditions of triggers. */
export function callFunction(node: Of<'call'>, to: Translating): Cel {
  const call = functions[node.name];
  if (call !== undefined) return call(node, to);
  throw new Untranslatable(
    reasons[node.name] ?? `the function ${node.name}() has no counterpart`,
    node.start,
    node.end,
  );
}

type Call = (node: Of<'call'>, to: Translating) => Cel;

const functions: Readonly<Record<string, Call>> = {
  date: momentOf,
  is_working_time: (node, to) => {
    const at = node.args[0] === undefined ? 'now' : expressionOf(node.args[0], to).text;
    return value(`isWorking(${JSON.stringify(to.calendar)}, ${at})`, boolean);
  },
  // The CRM knows the zone of a phone or an address, we that of the customer.
  local_time: () => value('localTime(customer, now)', object('localTime')),
  user_online_status: (node, to) => ofUser(node, 'online', to),
  user_status: (node, to) => ofUser(node, 'status', to),
  length: (node, to) => value(`${within(argument(node, 0, to), binding.value)}.size()`, number),
  round: (node, to) => {
    const [of, digits] = [argument(node, 0, to), node.args[1] && argument(node, 1, to)];
    return value(digits === undefined ? `round(${of.text})` : `round(${of.text}, ${digits.text})`, number);
  },
  custom_field: (node, to) => customField(argument(node, 0, to), text(node, 1), node, to),
  entity_by_code: (node) => value(JSON.stringify(text(node, 1)), string),
  entity_by_id: (node, to) => value(argument(node, 1, to).text, any),
  unique: (node, to) => unique(node, to),
};

const reasons: Readonly<Record<string, string>> = {
  user: 'who saves is not known to a trigger here',
  rand: 'there is no randomness here: split shares customers out',
  rand_string: 'there is no randomness here',
  hash: 'there are no hashes here',
  last_run: 'when another trigger ran last is not known here; `once` of the trigger says how often it may',
  time_interval: 'intervals of delivery time have no counterpart',
};

function ofUser(node: Of<'call'>, name: string, to: Translating): Cel {
  const user = argument(node, 0, to);
  const found = property(user, name, to);
  if (found !== undefined) return found;
  throw new Untranslatable(`${user.text} is no user`, node.start, node.end);
}

/** Nobody else has the value. */
function unique(node: Of<'call'>, to: Translating): Cel {
  const [entity, field] = [argument(node, 0, to), text(node, 1)];
  const own = property(entity, field, to);
  const name = entity.type.type === 'object' ? entity.type.name : '';
  const search = { customer: 'customers', order: 'orders' }[name];
  if (own === undefined || search === undefined)
    throw new Untranslatable(`unique takes an order or a customer and a field`, node.start, node.end);
  return {
    text: `${search}(other, other.${field} == ${own.text} && other.id != ${entity.text}.id).size() == 0`,
    type: boolean,
    binds: binding.comparison,
  };
}

function argument(node: Of<'call'>, index: number, to: Translating): Cel {
  const found: Node | undefined = node.args[index];
  if (found !== undefined) return expressionOf(found, to);
  throw new Untranslatable(`${node.name}() lacks an argument`, node.start, node.end);
}

function text(node: Of<'call'>, index: number): string {
  const found = node.args[index];
  if (found?.is === 'literal' && typeof found.value === 'string') return found.value;
  throw new Untranslatable(`${node.name}() takes a text here`, node.start, node.end);
}
