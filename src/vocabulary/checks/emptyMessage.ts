import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const emptyMessage: CheckWord = {
  code: 'CRM319',
  name: 'empty-message',
  doc: 'A Template has a channel without a text, or a Fragment has none: neither `body` nor `html`, nor a file with one of them; nor, of a Template, a text that is `approved`.',
  run: (project) => [
    ...project
      .ofKind('Fragment')
      .filter(({ spec }) => !hasText(spec))
      .map((resource) =>
        findingAt(resource, ['code'], {
          severity: 'error',
          code: 'CRM319',
          message: 'the fragment has no text',
          suggestion: 'write `html`, `body` or a file with one of them',
        }),
      ),
    ...project.ofKind('Template').flatMap((resource) => {
      const { channel, channels } = resource.spec;
      const messages =
        typeof channel === 'string'
          ? [{ type: channel, message: resource.spec, path: ['channel'] }]
          : Object.entries(isObject(channels) ? channels : {}).map(([type, message]) => ({
              type,
              message,
              path: ['channels', type],
            }));
      return messages.flatMap(({ type, message, path }) => {
        if (!isObject(message) || hasText(message)) return [];
        return [
          findingAt(resource, path, {
            severity: 'error',
            code: 'CRM319',
            message: `the message for ${type} has no text`,
            suggestion: type === 'email' ? 'write `body`, `html` or `htmlFile`' : 'write `body` or `bodyFile`',
          }),
        ];
      });
    }),
  ],
};

function hasText(message: Readonly<Record<string, unknown>>): boolean {
  return ['body', 'html', 'bodyFile', 'htmlFile', 'approved'].some((key) => message[key] !== undefined);
}
