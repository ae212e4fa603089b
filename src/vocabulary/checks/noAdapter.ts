import { didYouMean } from '../../language/nearest.js';
import { isObject } from '../../model/json.js';
import { carrierOf, carriers } from '../kinds/carriers.js';
import type { ActionWord } from '../meaning/action.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findStepLists } from './triggers.js';

export const noAdapter: CheckWord = {
  code: 'CRM323',
  name: 'no-adapter',
  doc: 'Nothing is there that would carry out an action, or the messages of a Channel: back-tests and Test documents show it, `run --once` and `run --watch` fail at the step.',
  run: (project, words) => {
    const environments = Object.keys(project.config.environments);
    if (environments.length === 0) return [];
    const live = `cannot be carried out live (${environments.join(', ')})`;
    const actions = findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ word, isAction, path, spec }) => {
        // `isAction` tells the two apart.
        const lacking = isAction && isObject(spec[word.name]) ? (word as ActionWord).lacks?.(spec, project) : undefined;
        if (lacking === undefined) return [];
        return [
          findingAt(resource, [...path, word.name], {
            severity: 'warning',
            code: 'CRM323',
            message: `\`${word.name}\` ${live}: there is no ${lacking}`,
            suggestion: 'declare it, or give the step `onError: continue`',
          }),
        ];
      }),
    );
    const channels = project.ofKind('Channel').flatMap((resource) => {
      const { spec, address } = resource;
      const carrier = carrierOf(spec);
      const lacking =
        carrier === undefined ? undefined : carriers[carrier].needs.filter((field) => spec[field] === undefined);
      if (lacking?.length === 0 || spec['active'] === false) return [];
      const [problem, suggestion] =
        lacking === undefined
          ? noCarrier(spec)
          : [`${carrier} needs ${lacking.join(', ')}`, `write \`${lacking[0]}: …\``];
      return [
        findingAt(resource, spec['provider'] === undefined ? ['type'] : ['provider'], {
          severity: 'warning',
          code: 'CRM323',
          message: `messages of ${address} ${live}: ${problem}`,
          suggestion,
        }),
      ];
    });
    return [...actions, ...channels];
  },
};

function noCarrier({
  provider,
  type,
}: Readonly<Record<string, unknown>>): readonly [problem: string, suggestion: string] {
  const named = String(provider ?? type);
  const known =
    provider === undefined ? Object.values(carriers).flatMap(({ defaultFor }) => defaultFor) : Object.keys(carriers);
  return [
    `there is no provider "${named}"`,
    didYouMean(named, known) ?? 'write `provider: http` with the `url` of its gateway',
  ];
}
