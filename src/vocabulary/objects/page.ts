import type { ObjectWord } from '../../language/scope.js';
import { figure, moment, one, text } from './field.js';

export const page: ObjectWord = {
  name: 'page',
  doc: 'A page of the site that was viewed.',
  fields: {
    kind: text('product, category, search or article.'),
    url: text('Address.'),
    title: text('Title.'),
    offer: one('offer', 'Product shown.'),
    category: text('Category shown, or that of the product.'),
    query: text('What was searched.'),
    found: figure('How much the search found.'),
    viewedAt: moment('When it was viewed.'),
    seconds: figure('How long it was open.'),
  },
};
