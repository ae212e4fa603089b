import { anyOf, atLeast, atMost, contains, flag, member, since, text, until, type Filters } from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { get, type Method } from '../api/plane.js';
import { showSegment } from './rows.js';

const customers = member('segments', 'customersCount');

const filters: Filters = {
  name: contains(member('segments', 'name')),
  // Which values the CRM takes is not known; these two are the ones that a segment can have.
  type: text((value) => {
    if (value !== 'dynamic' && value !== 'static') return undefined;
    return { sql: `${member('segments', 'isDynamic')} = ?`, values: [value === 'dynamic' ? 1 : 0] };
  }, 'This value must be dynamic or static.'),
  active: flag(member('segments', 'active')),
  minCustomersCount: atLeast(customers),
  maxCustomersCount: atMost(customers),
  ids: anyOf('segments.id', 'integer'),
  dateFrom: since('segments.created_at'),
  dateTo: until('segments.created_at'),
};

export const segmentMethods: readonly Method[] = [
  get('segments', 'segment_read', (call) =>
    answerList(call, {
      collection: 'segments',
      key: 'segments',
      filters,
      show: showSegment,
    }),
  ),
];
