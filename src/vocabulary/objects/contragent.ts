import type { ObjectWord } from '../../language/scope.js';
import { moment, text } from './field.js';

export const contragent: ObjectWord = {
  name: 'contragent',
  doc: 'Legal details.',
  fields: {
    contragentType: text('individual, legal-entity or enterpreneur (as the CRM spells it).'),
    type: text('Type of the legal entity.'),
    legalName: text('Full legal name.'),
    legalAddress: text('Registered address.'),
    INN: text('Taxpayer number.'),
    OKPO: text('OKPO code.'),
    KPP: text('KPP code.'),
    OGRN: text('OGRN of a company.'),
    OGRNIP: text('OGRNIP of an entrepreneur.'),
    certificateNumber: text('Number of the certificate.'),
    certificateDate: moment('Date of the certificate.'),
    BIK: text('Bank code.'),
    bank: text('Bank.'),
    bankAddress: text('Address of the bank.'),
    corrAccount: text('Correspondent account.'),
    bankAccount: text('Account.'),
  },
};
