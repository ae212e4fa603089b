/** One finding that reading a project can make. The documentation lists this table together with the checks. */
export interface ReadingCode {
  readonly code: string;
  readonly name: string;
  readonly doc: string;
}

/** Diagnostic codes of reading, CRM1xx. Codes are stable: a code is never given another meaning. */
export const readingCodes = {
  noProject: {
    code: 'CRM100',
    name: 'no-project',
    doc: 'No crmctl.yaml was found in the folder or above it: there is no project to read.',
  },
  syntax: {
    code: 'CRM101',
    name: 'yaml-syntax',
    doc: 'The document is not YAML that can be read: indentation, a bracket or a quote that is not closed, a tab.',
  },
  duplicateKey: {
    code: 'CRM102',
    name: 'duplicate-key',
    doc: 'A key stands twice in one map; only one of the two values could count.',
  },
  unknownKey: {
    code: 'CRM103',
    name: 'unknown-key',
    doc: 'A key that this place does not know, often a typing error.',
  },
  missingKey: {
    code: 'CRM104',
    name: 'missing-key',
    doc: 'A required key is absent, or none or several of keys that exclude each other are given. Every step has an `id` of its own in its trigger: waiting runs, results (`steps.<id>`) and the journal are kept by it. Every document has a `kind` and a `code`. Which keys a kind or word requires is told in docs/kinds.md and by `crmctl schema <kind> --docs`; the suggestion shows how their examples write them.',
  },
  wrongType: {
    code: 'CRM105',
    name: 'wrong-type',
    doc: 'A list, map, number, text … stands where another form of value is expected: `on: order.created` for `on: {event: order.created}`, `send: thanks` for `send: {template: thanks}`, `note: {text: Hello}` for `note: Hello`. The suggestion puts what stands there into the form that the place takes, or shows an example.',
  },
  badValue: {
    code: 'CRM106',
    name: 'bad-value',
    doc: 'The value has the right form but is not allowed here: a number out of range, an unknown choice, no duration, no time …',
  },
  unknownKind: { code: 'CRM107', name: 'unknown-kind', doc: 'A document names a kind that does not exist.' },
  missingKind: {
    code: 'CRM108',
    name: 'missing-kind',
    doc: 'A document has a `code` but no `kind`: it looks like a resource and would be left out silently.',
  },
  duplicateAddress: {
    code: 'CRM110',
    name: 'duplicate-address',
    doc: 'Two documents of one kind have the same code; the code is the identity of a resource.',
  },
  duplicateCode: {
    code: 'CRM111',
    name: 'duplicate-code',
    doc: 'A code inside a resource (a status, a segment of a Segmentation) is declared twice in the project.',
  },
  notOneWord: {
    code: 'CRM112',
    name: 'not-one-word',
    doc: 'A step, an action or a form must hold exactly one word that says what it does.',
  },
  equalsSign: {
    code: 'CRM113',
    name: 'equals-sign',
    doc: 'Conditions are always expressions and are written without the leading `=`.',
  },
  needsQuotes: {
    code: 'CRM114',
    name: 'needs-quotes',
    doc: 'YAML would read only a part of this value (a tag, a comment, a comma, a colon, a bracket): it must stand in quotes.',
  },
  noAttachment: {
    code: 'CRM116',
    name: 'no-attachment',
    doc: 'A file that the resource names is not beside the YAML.',
  },
  literalSecret: {
    code: 'CRM117',
    name: 'literal-secret',
    doc: 'A secret is written into the repository; write `${NAME}` and keep the value in the environment.',
  },
  strayVariable: {
    code: 'CRM118',
    name: 'stray-variable',
    doc: '`${NAME}` is read only inside `environments` of crmctl.yaml and in kinds that connect to something.',
  },
  badVariable: {
    code: 'CRM119',
    name: 'bad-variable',
    doc: 'A `${` without a name or a closing brace. `$${` gives a literal `${`.',
  },
  unreadable: { code: 'CRM120', name: 'unreadable', doc: 'A file or folder of the project cannot be read.' },
  badAlias: {
    code: 'CRM121',
    name: 'bad-alias',
    doc: 'A YAML alias (`*name`) that leads nowhere, into itself or to too much.',
  },
  overlayOfNothing: {
    code: 'CRM122',
    name: 'overlay-of-nothing',
    doc: 'A document in `environments/` names a resource that the project does not have: an overlay changes fields, it makes nothing.',
  },
  twigInValue: {
    code: 'CRM124',
    name: 'twig-in-value',
    doc: '`{{ }}` in a value, which is a literal or `=` and an expression: it would stay as it is written.',
  },
  badAccount: {
    code: 'CRM123',
    name: 'bad-account',
    doc: 'crmctl.schema.json is not as `crmctl import` and `crmctl validate --online` write it: the codes and fields of the account are not known.',
  },
} as const satisfies Record<string, ReadingCode>;

export type ReadingCodeName = keyof typeof readingCodes;
