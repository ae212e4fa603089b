/** Problems of texts. Codes are stable and documented in docs/diagnostics.md. */
export const textCodes = {
  syntax: 'CRM230',
  unknownVariable: 'CRM231',
  unknownMember: 'CRM232',
  unknownFilter: 'CRM233',
  unknownFunction: 'CRM234',
  unknownTag: 'CRM235',
  unprintable: 'CRM236',
  notAList: 'CRM237',
  notSupported: 'CRM238',
  badDate: 'CRM239',
  wrongArguments: 'CRM240',
  unknownFragment: 'CRM241',
  fragmentCircle: 'CRM242',
  unknownBlock: 'CRM243',
  singleBraces: 'CRM244',
  expressionInText: 'CRM245',
} as const;

/** What each code means, for the documentation. */
export const textMeanings: Readonly<Record<(typeof textCodes)[keyof typeof textCodes], string>> = {
  CRM230: 'The text is not Twig: the parser stopped at this place.',
  CRM231: 'No variable of this name is in scope here.',
  CRM232: 'The object has no such member.',
  CRM233: 'No such filter.',
  CRM234: 'No such function or test.',
  CRM235: 'No such tag, or one that texts may not use.',
  CRM236: 'An object or a list cannot be printed; one of its members can.',
  CRM237: 'A loop needs a list.',
  CRM238: 'Twig has it, texts of crmctl do not.',
  CRM240: 'A filter, function or test is called with arguments that it does not take.',
  CRM241:
    'A text takes in a Fragment that does not exist or has no text of this form: HTML takes `html`, plain text takes `body`.',
  CRM242: 'Fragments take each other in in a circle.',
  CRM243: 'A block that the text which is extended does not have, or `parent()` where there is nothing above.',
  CRM244:
    'A value stands in one pair of braces, `{ order.number }` or `${order.number}`, as in other languages: the text goes out as it stands. A warning; braces about anything else are text.',
  CRM245: 'A text begins with `=` and would be an expression, as values are: it goes out as it stands. A warning.',
  CRM239: 'A moment or a change of one that cannot be read.',
};
