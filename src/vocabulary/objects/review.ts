import type { ObjectWord } from '../../language/scope.js';
import { code, figure, flag, moment, one, text } from './field.js';

export const review: ObjectWord = {
  name: 'review',
  doc: 'A review of an order or of a product.',
  fields: {
    id: figure('Id.'),
    score: figure('Score, usually 1 to 5.'),
    title: text('Title.'),
    text: text('What was written.'),
    hasText: flag('Something was written.'),
    url: text('Where it stands.'),
    source: text('Where it was written: site, market place, map service.'),
    site: code('site', 'Shop.'),
    offer: one('offer', 'What it is about; missing for a review of the order.'),
    createdAt: moment('When it was posted.'),
  },
};
