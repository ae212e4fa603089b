import { flag, list, text } from '../../api/members.js';
import type { Declaration } from '../declaration.js';
import { choice, defaults, isDefault } from './common.js';

/** How orders are paid. */
export const paymentReferences = {
  'payment-types': {
    container: 'map',
    field: 'paymentType',
    writing: 'upsert',
    shape: {
      name: text(),
      active: flag,
      defaultForCrm: flag,
      defaultForApi: flag,
      description: text(2000),
      deliveryTypes: list(text()),
      paymentStatuses: list(text()),
      sites: list(text()),
    },
    required: ['name'],
    defaults: { active: true, ...isDefault, deliveryTypes: [], paymentStatuses: [], sites: [] },
    single: defaults,
  },
  'payment-statuses': {
    container: 'map',
    field: 'paymentStatus',
    writing: 'upsert',
    shape: { ...choice, paymentComplete: flag, description: text(2000), paymentTypes: list(text()) },
    required: ['name'],
    defaults: { active: true, ...isDefault, paymentComplete: false, ordering: 990, paymentTypes: [] },
    single: defaults,
  },
} satisfies Readonly<Record<string, Declaration>>;
