import { enumerationsOf, objectsOf } from '../../language/compileEnvironment.js';
import { compileExpression } from '../../language/expression/compile.js';
import type { Project } from '../../language/project.js';
import { any, listOf, object, timestamp, type ValueType } from '../../language/valueType.js';
import type { Vocabulary } from '../word.js';

type Variables = Readonly<Record<string, ValueType>>;

/**
 * What `each` binds: the element as `order`, `customer` or `item` by its type, else as `element`; an order brings its
 * customer. `outer`: what is in scope of the list itself.
 */
export function elementOfEach(each: unknown, outer: Variables, project: Project, words: Vocabulary): Variables {
  if (typeof each !== 'string') return {};
  const type = typeOfExpression(each, { now: timestamp, ...outer }, project, words, listOf(any));
  const element = type.type === 'list' ? type.of : any;
  if (element.type !== 'object') return { element };
  if (element.name === 'order') return { order: element, customer: object('customer') };
  return element.name === 'customer' || element.name === 'item' ? { [element.name]: element } : { element };
}

/** What an expression gives, as far as it is right; else untyped data. */
export function typeOfExpression(
  source: string,
  variables: Variables,
  project: Project,
  words: Vocabulary,
  yields: ValueType = any,
): ValueType {
  const environment = {
    objects: objectsOf(project, words),
    functions: words.functions,
    enumerations: enumerationsOf(project, words),
    variables,
  };
  const compiled = compileExpression(source, environment, yields);
  return 'expression' in compiled ? compiled.expression.type : any;
}
