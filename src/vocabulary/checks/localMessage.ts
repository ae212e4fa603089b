import { didYouMean } from '../../language/nearest.js';
import { isObject } from '../../model/json.js';
import { channelsOf } from '../kinds/template.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const localMessage: CheckWord = {
  code: 'CRM340',
  name: 'local-message',
  doc: 'A Template has a text in another language for a channel for which it has none in its own: it would never be sent.',
  run: (project) =>
    project.ofKind('Template').flatMap((resource) => {
      const own = channelsOf(resource.spec);
      const locales = isObject(resource.spec['locales']) ? resource.spec['locales'] : {};
      return Object.entries(locales).flatMap(([locale, messages]) =>
        Object.keys(isObject(messages) ? messages : {})
          .filter((type) => !own.includes(type))
          .map((type) =>
            findingAt(resource, ['locales', locale, type], {
              severity: 'error',
              code: 'CRM340',
              message: `the template has no message for ${type} that this could be a translation of`,
              suggestion: didYouMean(type, own) ?? `it has: ${own.join(', ')}`,
            }),
          ),
      );
    }),
};
