import { dateTime, flag, integer, text } from '../../api/members.js';
import { codeOf } from '../codes.js';
import type { Declaration } from '../declaration.js';
import { basics, choice, defaults, isDefault } from './common.js';

/** How orders are sorted, and their lines. */
export const orderReferences = {
  'status-groups': {
    container: 'map',
    writing: 'none',
    shape: { ...basics, process: flag },
    required: ['name'],
    defaults: { active: true, ordering: 990, process: true },
  },
  statuses: {
    container: 'map',
    field: 'status',
    writing: 'upsert',
    shape: { ...basics, group: codeOf('status-groups') },
    required: ['name', 'group'],
    defaults: { active: true, ordering: 990 },
  },
  'order-types': {
    container: 'map',
    field: 'orderType',
    writing: 'upsert',
    shape: choice,
    required: ['name'],
    defaults: { active: true, ...isDefault, ordering: 990 },
    single: defaults,
  },
  'order-methods': {
    container: 'map',
    field: 'orderMethod',
    writing: 'upsert',
    shape: { name: text(), active: flag, defaultForCrm: flag, defaultForApi: flag, isFromPos: flag },
    required: ['name'],
    defaults: { active: true, ...isDefault, isFromPos: false },
    single: defaults,
  },
  'product-statuses': {
    container: 'map',
    field: 'productStatus',
    writing: 'upsert',
    shape: {
      name: text(),
      active: flag,
      ordering: integer(),
      createdAt: dateTime,
      cancelStatus: flag,
      orderStatusByProductStatus: codeOf('statuses'),
      orderStatusForProductStatus: codeOf('statuses'),
    },
    required: ['name'],
    defaults: { active: true, ordering: 990, cancelStatus: false },
  },
} satisfies Readonly<Record<string, Declaration>>;
