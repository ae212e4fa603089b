import { flag, integer, number, text } from '../../api/members.js';
import { contragentShape } from '../../customers/shape.js';
import type { Declaration } from '../declaration.js';
import { basics } from './common.js';

/** The shop itself: its sites, who it is before the law, its money, its channels in messengers. */
export const shopReferences = {
  sites: {
    container: 'map',
    field: 'site',
    writing: 'edit',
    shape: {
      name: text(),
      url: text(),
      description: text(2000),
      phones: text(),
      address: text(),
      zip: text(),
      defaultForCrm: flag,
      ymlUrl: text(),
      loadFromYml: flag,
      ordering: integer(),
      contragentCode: text(),
      countryIso: text(2),
      currency: text(3),
      senderEmail: text(),
      senderName: text(),
    },
    single: ['defaultForCrm'],
    withId: true,
  },
  'legal-entities': {
    container: 'list',
    field: 'legalEntity',
    writing: 'upsert',
    shape: {
      ...contragentShape,
      countryIso: text(2),
      vatRate: text(),
    },
    required: ['legalName', 'contragentType'],
    defaults: { countryIso: 'RU' },
  },
  currencies: {
    container: 'list',
    field: 'currency',
    writing: 'numbered',
    shape: {
      code: text(3),
      isBase: flag,
      isAutoConvert: flag,
      autoConvertExtraPercent: number(0),
      manualConvertNominal: integer(1),
      manualConvertValue: number(0),
    },
    required: ['code'],
    defaults: { isBase: false, isAutoConvert: false },
    single: ['isBase'],
  },
  countries: { key: 'countriesIso', container: 'list', writing: 'none', shape: {} },
  'mg-channels': {
    container: 'list',
    writing: 'none',
    shape: { ...basics, externalId: integer(1), type: text(), allowedSendByPhone: flag },
    required: ['type'],
    defaults: { active: true, allowedSendByPhone: true },
    withId: true,
  },
} satisfies Readonly<Record<string, Declaration>>;
