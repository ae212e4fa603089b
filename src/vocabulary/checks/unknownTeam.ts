import { didYouMean } from '../../language/nearest.js';
import type { Path, Resource } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists } from './triggers.js';

export const unknownTeam: CheckWord = {
  code: 'CRM360',
  name: 'unknown-team',
  doc: 'Work goes to `team/<code>`, and the project has no Team of that code: it would find nobody.',
  run: (project, words) => {
    const teams = project.ofKind('Team').map(({ code }) => code);
    return findStepLists(project, words).flatMap(({ resource }) =>
      teamsIn(resource).flatMap(([path, team]) =>
        teams.includes(team)
          ? []
          : [
              findingAt(resource, path, {
                severity: 'error',
                code: 'CRM360',
                message: `no Team has the code "${team}"`,
                suggestion:
                  didYouMean(team, teams) ??
                  (teams.length === 0 ? 'the project has no Team yet' : `known: ${teams.sort().join(', ')}`),
              }),
            ],
      ),
    );
  },
};

/** Where the steps of a resource name teams as persons. */
function teamsIn({ spec }: Resource): readonly (readonly [Path, string])[] {
  const find = (value: unknown, path: Path): readonly (readonly [Path, string])[] => {
    if (Array.isArray(value)) return value.flatMap((each, index) => find(each, [...path, index]));
    if (isObject(value)) return Object.entries(value).flatMap(([key, each]) => find(each, [...path, key]));
    const team =
      typeof value === 'string' && persons.has(path.at(-1)) ? /^team\/([\w-]+)$/.exec(value)?.[1] : undefined;
    return team === undefined ? [] : [[path, team]];
  };
  return find(spec['do'], ['do']);
}

/** Keys of steps under which a person stands. */
const persons = new Set<unknown>(['to', 'user', 'except']);
