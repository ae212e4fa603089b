import type { Resource } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { channelsOfType, findSendings, typeOfVia, typesOfTemplate } from './channels.js';
import { findingAt } from './finding.js';

export const noChannel: CheckWord = {
  code: 'CRM307',
  name: 'no-channel',
  doc: 'Messages go by a type of channel of which the project has none: they will be skipped with the reason `no-channel`. Or it has several of that type and the step does not say which.',
  run: (project, words) =>
    findSendings(project, words).flatMap(({ resource, template, path, via }) => {
      const wanted =
        via.length > 0
          ? via.filter(({ word }) => word !== 'best')
          : typesOfTemplate(template).map((word) => ({ word, path }));
      return wanted.flatMap((want) => {
        if (project.byAddress.has(`channel/${want.word}`)) return [];
        const channels = channelsOfType(typeOfVia(want.word, project), project);
        if (channels.length === 1) return [];
        return [channels.length === 0 ? missing(resource, want) : ambiguous(resource, want, channels)];
      });
    }),
};

interface Want {
  readonly word: string;
  readonly path: readonly (string | number)[];
}

function missing(resource: Resource, { word, path }: Want) {
  return findingAt(resource, path, {
    severity: 'warning',
    code: 'CRM307',
    message: `the project has no Channel of the type ${word}: such messages are skipped`,
    suggestion: `add a document \`kind: Channel\`, \`code: ${word}\`, \`type: ${word}\``,
  });
}

function ambiguous(resource: Resource, { word, path }: Want, channels: readonly Resource[]) {
  const codes = channels.map((channel) => channel.code);
  return findingAt(resource, path, {
    severity: 'error',
    code: 'CRM307',
    message: `several Channels have the type ${word}: ${codes.join(', ')}`,
    suggestion: `name one of them in \`via\`: [${codes[0]!}]`,
  });
}
