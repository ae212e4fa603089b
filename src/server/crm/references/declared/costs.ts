import { flag, oneOf, text } from '../../api/members.js';
import { codeOf } from '../codes.js';
import type { Declaration } from '../declaration.js';
import { basics } from './common.js';

/** What money goes for. */
export const costReferences = {
  'cost-groups': {
    container: 'list',
    field: 'costGroup',
    writing: 'upsert',
    shape: { ...basics, color: text(7) },
    required: ['name'],
    defaults: { ordering: 990, active: true, color: '#22c993' },
  },
  'cost-items': {
    container: 'list',
    field: 'costItem',
    writing: 'upsert',
    shape: {
      ...basics,
      group: codeOf('cost-groups'),
      type: oneOf('const', 'var'),
      appliesToOrders: flag,
      appliesToUsers: flag,
    },
    required: ['name', 'group'],
    defaults: { ordering: 990, active: true, type: 'var', appliesToOrders: true, appliesToUsers: false },
  },
} satisfies Readonly<Record<string, Declaration>>;
