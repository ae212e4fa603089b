import { parse, type Ast } from '../../language/expression/ast.js';
import type { Resource } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const divisionByZero: CheckWord = {
  code: 'CRM353',
  name: 'division-by-zero',
  doc: 'An expression divides by 0. The result is missing: a value stays away, and a comparison with it does not hold.',
  run: (project) =>
    project.resources.flatMap((resource) =>
      sitesOf(resource)
        .filter(({ source }) => dividesByZero(source))
        .map(({ path }) =>
          findingAt(resource, path, {
            severity: 'warning',
            code: 'CRM353',
            message: 'this divides by 0: the result is always missing',
          }),
        ),
    ),
};

function sitesOf({ sites }: Resource): Resource['sites'] {
  return sites.filter(({ site, source }) => (site === 'condition' || site === 'value') && /[/%]/.test(source));
}

function dividesByZero(source: string): boolean {
  const parsed = parse(source);
  return 'ast' in parsed && hasDivision(parsed.ast);
}

function hasDivision(node: Ast): boolean {
  if ((node.op === '/' || node.op === '%') && isZero(node.args[1])) return true;
  return nodesIn(node.args).some(hasDivision);
}

function isZero({ op, args }: Ast): boolean {
  return op === 'value' && (typeof args === 'number' || typeof args === 'bigint') && Number(args) === 0;
}

/** The nodes below, however deep in lists: of a call, of a map. */
function nodesIn(args: unknown): readonly Ast[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as Ast] : [];
}
