/** Problems of conditions and values. Codes are stable and documented in docs/diagnostics.md. */
export const codes = {
  syntax: 'CRM201',
  unknownVariable: 'CRM202',
  unknownField: 'CRM203',
  unknownFunction: 'CRM204',
  wrongOperand: 'CRM205',
  unknownCode: 'CRM206',
  wrongResult: 'CRM207',
  badPattern: 'CRM208',
  tooCostly: 'CRM209',
  wrongArguments: 'CRM210',
  noLookup: 'CRM211',
  wrongHas: 'CRM212',
  badLiteral: 'CRM213',
  mixedClocks: 'CRM214',
} as const;

/** What each code means, for the documentation. */
export const meanings: Readonly<Record<(typeof codes)[keyof typeof codes], string>> = {
  CRM201: 'The expression is not CEL: the parser stopped at this place.',
  CRM202: 'No variable of this name is in scope here.',
  CRM203: 'The object has no such field.',
  CRM204: 'No such function or method.',
  CRM205: 'An operator is applied to types that it does not take.',
  CRM206: 'No such code: the enumeration is closed because the project declares its members.',
  CRM207: 'The expression yields another type than its place takes.',
  CRM208: 'The pattern of `matches` is wrong, or needs what no linear-time engine has.',
  CRM209: 'The expression could visit too many entities: nested searches multiply.',
  CRM210: 'A function is called with arguments that it does not take.',
  CRM211: 'A search of all orders or customers must compare a looked-up field for equality.',
  CRM212: '`has` takes a field, not any expression.',
  CRM213: 'A literal moment or duration that cannot be read.',
  CRM214: 'Calendar days and elapsed hours are added to one duration.',
};
