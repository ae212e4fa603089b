import { isObject } from '../../../model/json.js';
import {
  addressMembers,
  changedCustomFields,
  changedList,
  changedMembers,
  watch,
  type FieldChange,
} from '../history/changes.js';
import type { Document } from '../store/documents.js';

const watched = [
  watch('externalId', 'external_id'),
  watch('firstName', 'first_name'),
  watch('lastName', 'last_name'),
  watch('patronymic', 'patronymic'),
  watch('email', 'email'),
  watch('managerId', 'manager', 'id'),
  watch('birthday', 'birthday'),
  watch('sex', 'sex'),
  watch('vip', 'vip'),
  watch('bad', 'bad'),
  watch('cumulativeDiscount', 'cumulative_discount'),
  watch('personalDiscount', 'personal_discount'),
  watch('discountCardNumber', 'discount_card_number'),
  watch('emailMarketingUnsubscribedAt', 'email_marketing_unsubscribed_at'),
  watch('address.countryIso', 'address.country'),
  watch('address.intercomCode', 'address.intercom_code'),
  ...addressMembers.map((name) => watch(`address.${name}`, `address.${name}`)),
  watch('contragent.contragentType', 'contragent.contragent_type'),
  watch('contragent.legalName', 'contragent.legal_name'),
  watch('contragent.legalAddress', 'contragent.legal_address'),
  watch('contragent.certificateNumber', 'contragent.certificate_number'),
  watch('contragent.certificateDate', 'contragent.certificate_date'),
  watch('contragent.bank', 'contragent.bank'),
  watch('contragent.bankAddress', 'contragent.bank_address'),
  watch('contragent.INN', 'contragent.i_n_n'),
  watch('contragent.OKPO', 'contragent.o_k_p_o'),
  watch('contragent.KPP', 'contragent.k_p_p'),
  watch('contragent.OGRN', 'contragent.o_g_r_n'),
  watch('contragent.OGRNIP', 'contragent.o_g_r_n_i_p'),
  watch('contragent.BIK', 'contragent.b_i_k'),
  watch('contragent.corrAccount', 'contragent.corr_account'),
  watch('contragent.bankAccount', 'contragent.bank_account'),
];

/** Rows of the customer's history between two of its stored forms. Tags are written like phones: one row for each that came or went. */
export function customerChanges(old: Document, current: Document): FieldChange[] {
  return [
    ...changedMembers(old, current, watched),
    ...changedList('phones', textsOf(old, 'phones', 'number'), textsOf(current, 'phones', 'number')),
    ...changedList('tags', textsOf(old, 'tags', 'name'), textsOf(current, 'tags', 'name')),
    ...changedCustomFields(old, current),
  ];
}

export function textsOf(document: Document, list: string, member: string): string[] {
  const rows: unknown = document[list];
  return Array.isArray(rows) ? rows.flatMap((row) => (isObject(row) ? [String(row[member])] : [])) : [];
}
