import type { ObjectWord } from '../../language/scope.js';
import { amount, figure, flag, moment, one, text } from './field.js';

export const visit: ObjectWord = {
  name: 'visit',
  doc: 'A visit to the site.',
  fields: {
    id: figure('Id.'),
    startedAt: moment('When it began.'),
    endedAt: moment('When it ended.'),
    pages: amount('Pages viewed.'),
    seconds: figure('How long it lasted.'),
    landing: text('First page.'),
    referrer: text('Page that led to the site.'),
    source: one('source', 'Where the visitor came from.'),
    browserId: text('Browser id of the web collector.'),
    first: flag('First visit.'),
  },
};
