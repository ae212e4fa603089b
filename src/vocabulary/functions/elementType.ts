import { any, type ValueType } from '../../language/valueType.js';

/** What the elements of a list are. */
export function elementType(list: ValueType | undefined): ValueType {
  return list?.type === 'list' ? list.of : any;
}
