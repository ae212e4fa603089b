import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { piecesOf, placesIn } from '../kinds/messengerPlaces.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const approvedExamples: CheckWord = {
  code: 'CRM342',
  name: 'approved-examples',
  doc: 'A MessengerTemplate gives another number of examples than its text or header has places for values: messengers reject such a text.',
  run: (project) =>
    project.ofKind('MessengerTemplate').flatMap((resource) => {
      const { header, body } = piecesOf(resource.spec);
      const text = isObject(resource.spec['header']) ? resource.spec['header']['text'] : undefined;
      const parts: readonly { readonly pieces: typeof body; readonly examples: unknown; readonly path: Path }[] = [
        { pieces: body, examples: resource.spec['templateExample'], path: ['templateExample'] },
        { pieces: header, examples: isObject(text) ? text['example'] : undefined, path: ['header', 'text', 'example'] },
      ];
      return parts.flatMap(({ pieces, examples, path }) => {
        const places = placesIn(pieces).length;
        if (!Array.isArray(examples) || examples.length === places) return [];
        return [
          findingAt(resource, path, {
            severity: 'error',
            code: 'CRM342',
            message: `places for values: ${String(places)}, examples: ${String(examples.length)}`,
            suggestion: 'give an example for each `{var: …}`, in their order',
          }),
        ];
      });
    }),
};
