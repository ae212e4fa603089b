import { flag, list, map, oneOf, text } from '../../api/members.js';
import type { Declaration } from '../declaration.js';
import { basics } from './common.js';

/** Where goods lie and how they are counted and priced. */
export const goodsReferences = {
  stores: {
    container: 'list',
    field: 'store',
    writing: 'upsert',
    shape: {
      name: text(),
      active: flag,
      externalId: text(),
      xmlId: text(),
      description: text(2000),
      email: text(),
      type: oneOf('store-type-warehouse', 'store-type-retail', 'store-type-supplier'),
      inventoryType: oneOf('integer', 'available'),
      contact: text(),
      phone: map({ number: text() }),
      address: map({
        index: text(),
        countryIso: text(2),
        region: text(),
        city: text(),
        street: text(),
        text: text(1000),
      }),
    },
    required: ['name'],
    defaults: {
      active: true,
      type: 'store-type-warehouse',
      inventoryType: 'integer',
      address: {},
      phone: {},
      workTime: { mo: [], tu: [], we: [], th: [], fr: [], sa: [], su: [] },
    },
  },
  units: {
    container: 'map',
    field: 'unit',
    writing: 'upsert',
    shape: { name: text(), sym: text(8), default: flag, active: flag },
    required: ['name', 'sym'],
    defaults: { default: false, active: true },
    single: ['default'],
  },
  'price-types': {
    container: 'list',
    field: 'priceType',
    writing: 'upsert',
    shape: {
      ...basics,
      default: flag,
      description: text(2000),
      geo: list(text()),
      groups: list(text()),
      currency: text(3),
    },
    required: ['name'],
    defaults: { active: true, default: false, geo: [], groups: [], ordering: 990 },
    single: ['default'],
    withId: true,
  },
} satisfies Readonly<Record<string, Declaration>>;
