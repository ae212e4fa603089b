import { guardIds } from './plan.js';

/** JSON Schema of the plan document; schemas/plan.v1.json is made from it. */
const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const texts = { type: 'array', items: text } as const;

const moved = { type: 'object', required: ['before', 'after'], properties: { before: count, after: count } } as const;

const impactProperties = {
  entered: moved,
  effects: { type: 'object', additionalProperties: moved, description: 'Done, by type of action.' },
  messages: { type: 'object', additionalProperties: moved, description: 'Done messages, by channel.' },
} as const;

const impactParts = ['entered', 'effects', 'messages'] as const;

const change = {
  type: 'object',
  required: ['path', 'op', 'origin', 'sensitive'],
  properties: {
    path: { ...text, description: 'Keys from the root of the resource, list items by their key.' },
    op: { enum: ['add', 'change', 'remove', 'move'] },
    before: { description: 'In the CRM; absent when there is none, or when it is sensitive.' },
    after: { description: 'In the repository.' },
    origin: { enum: ['repo', 'remote', 'both'], description: 'Who moved since the last apply.' },
    sensitive: { type: 'boolean' },
    manual: { const: true, description: "By hand, in the CRM's settings." },
    waitsFor: { ...text, description: 'Address of what a person has to make first.' },
  },
} as const;

const resource = {
  type: 'object',
  required: [
    'address',
    'kind',
    'group',
    'actions',
    'reason',
    'executor',
    'source',
    'changes',
    'dependsOn',
    'waiting',
    'impact',
  ],
  properties: {
    address: { ...text, pattern: '^[a-z-]+/.+$' },
    kind: text,
    group: text,
    actions: {
      type: 'array',
      minItems: 1,
      items: { enum: ['create', 'update', 'remove', 'rename', 'deactivate', 'manual'] },
    },
    reason: text,
    executor: { enum: ['api', 'runner', 'manual'] },
    renamedFrom: text,
    manual: text,
    source: {
      anyOf: [
        { type: 'null' },
        {
          type: 'object',
          required: ['file', 'line'],
          properties: { file: text, line: { type: 'integer', minimum: 1 } },
        },
      ],
    },
    changes: { type: 'array', items: change },
    dependsOn: texts,
    waiting: {
      type: 'array',
      items: {
        type: 'object',
        required: ['step', 'count', 'inFlight', 'then'],
        properties: { step: text, count, inFlight: text, then: text },
      },
    },
    impact: { anyOf: [{ type: 'null' }, { type: 'object', required: impactParts, properties: impactProperties }] },
  },
} as const;

export const planSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'plan.v1.json',
  title: 'crmctl.plan/1',
  description: 'The difference between a repository and a running CRM; what apply carries out.',
  type: 'object',
  required: ['format', 'project', 'environment', 'complete', 'base', 'resources', 'summary', 'guards', 'diagnostics'],
  properties: {
    format: { const: 'crmctl.plan/1' },
    project: text,
    environment: text,
    complete: { type: 'boolean' },
    base: {
      type: 'object',
      required: ['configuration', 'applied', 'settings', 'objects', 'record', 'forget'],
      properties: {
        configuration: text,
        applied: text,
        settings: text,
        objects: { type: 'object', additionalProperties: text },
        record: texts,
        forget: texts,
      },
    },
    resources: { type: 'array', items: resource },
    summary: {
      type: 'object',
      required: ['create', 'update', 'remove', 'rename', 'manual', 'unchanged', 'unmanaged'],
      additionalProperties: count,
    },
    guards: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'ok', 'value', 'limit', 'addresses'],
        properties: {
          id: { enum: guardIds },
          ok: { type: 'boolean' },
          value: { type: 'integer', description: 'Resources; of `replay`, percent with its sign.' },
          limit: count,
          of: count,
          kind: text,
          zones: {
            type: 'object',
            required: ['account', 'repository'],
            properties: { account: text, repository: text },
            description: 'Of `timezone`.',
          },
          addresses: texts,
        },
      },
    },
    replay: {
      type: 'object',
      required: ['log', 'from', 'to', 'events', 'against', 'triggers'],
      properties: {
        log: { ...text, description: 'SHA-256 of the log.' },
        from: textOrNull,
        to: textOrNull,
        events: count,
        against: { ...textOrNull, description: 'The revision that it was compared with; null: what runs.' },
        triggers: {
          type: 'array',
          items: {
            type: 'object',
            required: ['address', ...impactParts],
            properties: { address: text, ...impactProperties },
          },
        },
      },
    },
    diagnostics: { type: 'array', items: { type: 'object', required: ['severity', 'code', 'message'] } },
  },
} as const;
