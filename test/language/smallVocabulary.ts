import { readProject } from '../../src/language/readProject.js';
import type { Project } from '../../src/language/project.js';
import { shapes, type Shape } from '../../src/language/shape.js';
import { any, number, string, timestamp } from '../../src/language/valueType.js';
import { isObject } from '../../src/model/json.js';
import type { KindWord, Vocabulary } from '../../src/vocabulary/word.js';

/** A vocabulary of this test's own: every shape once, in words that the real one may change without us. */

const actions: Shape = shapes.lazy('actions', () => shapes.list(action, { min: 1 }));

const action: Shape = {
  shape: 'dispatch',
  noun: 'action',
  words: () => ({
    say: { value: shapes.text(), doc: 'Says it.', siblings: { loud: shapes.boolean() } },
    ask: {
      value: shapes.object({ whom: shapes.value(shapes.string(), string) }, { required: ['whom'] }),
      doc: 'Asks.',
      siblings: { say: shapes.text() },
    },
    pause: { value: shapes.duration({ working: true, computed: true }), doc: 'Waits.' },
    either: { value: shapes.object({ do: actions }, { required: ['do'] }), doc: 'Nested.', required: ['id'] },
  }),
  common: { id: shapes.string(), if: shapes.condition() },
};

const rule: KindWord = {
  kind: 'Rule',
  prefix: 'rule',
  plural: 'rules',
  doc: 'A rule.',
  example: 'kind: Rule\ncode: hello\ndo: [{say: Hello}]\n',
  executor: 'runner',
  shape: shapes.object(
    {
      when: shapes.condition(),
      until: shapes.oneOrMany(
        shapes.either({
          scalar: shapes.condition(),
          map: shapes.object({ event: shapes.event() }, { required: ['event'] }),
        }),
      ),
      key: shapes.oneOrMany(shapes.condition({ yields: any })),
      fields: shapes.oneOrMany(shapes.path()),
      status: shapes.oneOrMany(shapes.code('status')),
      calendar: shapes.reference('Calendar'),
      birthday: shapes.value(shapes.moment(), timestamp),
      count: shapes.value(shapes.number({ min: 0, max: 10, integer: true }), number),
      mode: shapes.choice(['single', 'restart']),
      active: shapes.boolean(),
      at: shapes.time(),
      open: shapes.hours(),
      day: shapes.date(),
      schedule: shapes.cron(),
      every: shapes.duration(),
      shift: shapes.duration({ signed: true }),
      data: shapes.data({ texts: true }),
      set: shapes.map(shapes.data(), { keys: shapes.path() }),
      phone: shapes.string(),
      letter: shapes.object(
        {
          html: shapes.text({ escape: 'html' }),
          htmlFile: shapes.file('html', shapes.text({ escape: 'html' })),
          body: shapes.text(),
        },
        { oneOf: [['body', 'htmlFile', 'html']] },
      ),
      do: actions,
    },
    { required: ['do'] },
  ),
};

const group: KindWord = {
  kind: 'Group',
  prefix: 'group',
  plural: 'groups',
  doc: 'A group of codes.',
  example: 'kind: Group\ncode: g\nmembers: [{code: a}]\n',
  executor: 'api',
  shape: shapes.object({
    members: shapes.list(shapes.object({ code: shapes.string(), limit: shapes.duration() }, { required: ['code'] })),
  }),
  declares: (spec) => ({ status: membersOf(spec) }),
};

const division: KindWord = {
  ...group,
  kind: 'Division',
  prefix: 'division',
  plural: 'divisions',
  example: 'kind: Division\ncode: d\n',
  also: (spec) => membersOf(spec).map((code) => `part/${code}`),
  declares: (spec) => ({ part: membersOf(spec) }),
};

const part: KindWord = {
  ...group,
  kind: 'Part',
  prefix: 'part',
  plural: 'parts',
  example: 'kind: Part\ncode: p\n',
  shape: shapes.object({}),
  declares: (spec) => ({ part: [String(spec['code'])] }),
};

const service: KindWord = {
  kind: 'Service',
  prefix: 'service',
  plural: 'services',
  doc: 'An outside service.',
  example: 'kind: Service\ncode: s\nof: shop\nurl: https://example.com\n',
  executor: 'runner',
  interpolates: true,
  identity: (spec) => `${String(spec['of'])}.${String(spec['code'])}`,
  shape: shapes.object(
    {
      of: shapes.string(),
      url: shapes.string({ pattern: /^https:/, patternName: 'an https address' }),
      key: shapes.string({ sensitive: true }),
    },
    { required: ['of'] },
  ),
};

function membersOf(spec: Readonly<Record<string, unknown>>): string[] {
  const members = Array.isArray(spec['members']) ? (spec['members'] as unknown[]) : [];
  return members.flatMap((member) => (isObject(member) && typeof member['code'] === 'string' ? [member['code']] : []));
}

export const words: Vocabulary = {
  kinds: [rule, group, division, part, service],
  forms: [],
  steps: [],
  actions: [],
  events: [],
  objects: [],
  functions: [],
  checks: [],
};

export const config = { path: 'crmctl.yaml', text: 'version: 1\nname: shop\ntimezone: Europe/Moscow\n' };

/** A project of one file. */
export function project(text: string, attachments: Record<string, string> = {}): Project {
  return readProject([config, { path: 'shop/a.yaml', text }], new Map(Object.entries(attachments)), words);
}

/** A rule with the given lines, and one thing to do. */
export function ruleWith(lines: string): string {
  return `kind: Rule\ncode: r\n${lines}\ndo: [{say: Hello}]\n`;
}

/** Findings as `line:column "what is underlined" CODE message → suggestion`. */
export function findings(text: string, attachments: Record<string, string> = {}): string[] {
  return project(text, attachments).diagnostics.map((each) => {
    const underlined = each.sourceLine?.slice(
      each.column! - 1,
      each.endLine === each.line ? each.endColumn! - 1 : undefined,
    );
    const shown = underlined === undefined ? '' : ` ⟨${underlined}⟩`;
    return `${each.line}:${each.column}${shown} ${each.code} ${each.message}${each.suggestion === undefined ? '' : ` → ${each.suggestion}`}`;
  });
}
