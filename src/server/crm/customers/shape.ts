import { checked, date, dateTime, flag, integer, list, map, number, oneOf, text, type Shape } from '../api/members.js';
import { customFieldValues } from '../fields/values.js';
import { codeOf } from '../references/codes.js';
import { get } from '../store/documents.js';

export const userId = checked(integer(1), (id, store) =>
  get(store, 'users', Number(id)) ? undefined : `"User" with id="${String(id)}" does not exist.`,
);

export const addressShape: Shape = {
  index: text(),
  countryIso: text(2),
  region: text(),
  regionId: integer(),
  city: text(),
  cityId: integer(),
  cityType: text(),
  street: text(),
  streetId: integer(),
  streetType: text(),
  building: text(),
  flat: text(),
  floor: text(),
  block: text(),
  house: text(),
  housing: text(),
  metro: text(),
  intercomCode: text(),
  notes: text(2000),
  text: text(1000),
};

export const contragentShape: Shape = {
  contragentType: oneOf('individual', 'legal-entity', 'enterpreneur'),
  legalName: text(),
  legalAddress: text(1000),
  INN: text(),
  OKPO: text(),
  KPP: text(),
  OGRN: text(),
  OGRNIP: text(),
  certificateNumber: text(),
  certificateDate: date,
  BIK: text(),
  bank: text(),
  bankAddress: text(),
  corrAccount: text(),
  bankAccount: text(),
};

export const sourceShape: Shape = {
  source: text(),
  medium: text(),
  campaign: text(),
  keyword: text(),
  content: text(),
};

export const customerShape: Shape = {
  externalId: text(),
  isContact: flag,
  createdAt: dateTime,
  managerId: userId,
  vip: flag,
  bad: flag,
  browserId: text(),
  site: codeOf('sites'),
  contragent: map(contragentShape),
  personalDiscount: number(0),
  cumulativeDiscount: number(0),
  discountCardNumber: text(),
  address: map(addressShape),
  firstName: text(),
  lastName: text(),
  patronymic: text(),
  sex: oneOf('male', 'female'),
  email: text(),
  emailMarketingUnsubscribedAt: dateTime,
  phones: list(map({ number: text() })),
  birthday: date,
  source: map(sourceShape),
  photoUrl: text(2000),
  customFields: customFieldValues('customer'),
  // Orders to the CRM, not members: they are taken out before the customer is stored (write.ts).
  addTags: list(text(50)),
  removeTags: list(text(50)),
  attachedTag: text(50),
  subscribed: flag,
};
