import { shapes, type Shape } from '../../language/shape.js';
import {
  any,
  boolean,
  codeOf,
  duration,
  number,
  record,
  string,
  timestamp,
  type ValueType,
} from '../../language/valueType.js';
import { isObject } from '../../model/json.js';

/** Types of parameters of a Template, and what `with` may give for them. */
export const valueParameters: Readonly<Record<string, ValueType>> = {
  string,
  number,
  boolean,
  date: timestamp,
  duration,
  any,
};

/** Of a Sequence: also codes of what its steps name. */
export const sequenceParameters: Readonly<Record<string, ValueType>> = {
  ...valueParameters,
  template: codeOf('template'),
  status: codeOf('status'),
  list: { type: 'list', of: any },
  map: { type: 'map', of: any },
};

type Types = Readonly<Record<string, ValueType>>;

export const parametersShape = (types: Types, doc: string): Shape =>
  shapes.map(
    shapes.either({
      scalar: shapes.choice(Object.keys(types), 'Type of the parameter; it must be given.'),
      map: shapes.object(
        {
          type: shapes.choice(Object.keys(types), 'Type of the parameter.'),
          default: shapes.data({ doc: 'Value when it is not given.' }),
        },
        { name: `${'template' in types ? 'Sequence' : ''}Parameter`, required: ['type'] },
      ),
    }),
    { doc },
  );

/** `params` as a variable: the declared parameters with their types. */
export function parametersOf(params: unknown, types: Types): ValueType {
  return record(
    'params',
    Object.fromEntries(
      declaredParameters(params).map(({ name, type }): [string, ValueType] => [name, types[type] ?? any]),
    ),
  );
}

export interface DeclaredParameter {
  readonly name: string;
  readonly type: string;
  /** It has a default. */
  readonly optional: boolean;
}

export function declaredParameters(params: unknown): readonly DeclaredParameter[] {
  return Object.entries(isObject(params) ? params : {}).map(([name, declared]) => ({
    name,
    type: String(isObject(declared) ? declared['type'] : declared),
    optional: isObject(declared) && 'default' in declared,
  }));
}
