import type { ObjectWord } from '../../language/scope.js';
import { text } from './field.js';

export const source: ObjectWord = {
  name: 'source',
  doc: 'Where somebody came from.',
  fields: {
    source: text('Source.'),
    medium: text('Medium.'),
    campaign: text('Campaign.'),
    keyword: text('Keyword.'),
    content: text('Content.'),
  },
};
