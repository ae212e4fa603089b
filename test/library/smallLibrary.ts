import { addAutomations, type Added } from '../../src/library/add.js';
import { readLibrary } from '../../src/library/readLibrary.js';
import { checkProject } from '../../src/language/check.js';
import { compileSites } from '../../src/language/compile.js';
import type { SourceFile } from '../../src/language/project.js';
import { readProject } from '../../src/language/readProject.js';
import { runTests, type TestReport } from '../../src/simulate/runTests.js';
import { vocabulary } from '../../src/vocabulary/index.js';

/** A library of two automations with a pool: a ladder of calls, and a letter. */
export const libraryTexts: Readonly<Record<string, string>> = {
  'shop.yaml': 'name: Мой магазин\nphone: "+7 495 000-00-00"\nhours: с 9 до 18\n',
  'shared/calendars/office.yaml': 'kind: Calendar\ncode: office\nname: Офис\nweek: {mon-fri: "09:00-18:00"}\n',
  'shared/teams/head.yaml':
    'kind: Team\ncode: head\nname: Руководитель\nmembers: [user/head@shop.example]\ncalendar: office\n',
  'shared/channels/email.yaml':
    'kind: Channel\ncode: email\nname: Почта\ntype: email\nprovider: smtp\nhost: ${SMTP_HOST:-127.0.0.1}\npassword: ${SMTP_PASSWORD}\nfrom: shop@example.com\n',
  'shared/policies/default.yaml':
    'kind: Policy\ncode: default\nname: Правила\nclasses: {service: {quiet: "23:00-08:00"}}\n',
  'shared/status-groups/no-answer.yaml': `# A group of its own.
kind: StatusGroup
code: no-answer
name: Недозвон
statuses:
  - {code: no-answer-1, name: Недозвон 1, next: [no-answer-2, cancel-other]}
  - {code: no-answer-2, name: Недозвон 2}
`,
  'shared/status-groups/cancel.yaml': `kind: StatusGroup
code: cancel
name: Отменён
statuses:
  - {code: cancel-other, name: Отменён}
`,
  'shared/status-groups/unused.yaml':
    'kind: StatusGroup\ncode: unused\nname: Лишняя\nstatuses: [{code: spare, name: Лишний}]\n',
  'calls/ladder/automation.yaml':
    'name: Call-back ladder\nnameRu: Недозвон\nsummary: Calls again and again.\ncovers: [S1-11, S1-12]\nalternatives: [letter]\n',
  'calls/ladder/README.md': '# Ladder\n\nCalls again.\n\n## По-русски\n\nЗвонит снова.\n',
  'calls/ladder/shop.yaml': 'kind: CustomField\ncode: attempts\nof: order\ntype: integer\nname: Попытки\n',
  'calls/ladder/trigger.yaml': `# Calls again in working time.
kind: Trigger
code: ladder
name: Недозвон
on: {changed: order.status, to: [no-answer-1]}
exit: order.status != entry.order.status
do:
  - id: pause
    wait: {for: 1h, calendar: office}
  - id: call
    task: {text: "Позвонить по {{ order.number }}, попытка {{ order.customFields.attempts|default(1) }}", to: team/head}
`,
  'calls/ladder/tests.yaml': `kind: Test
code: ladder-calls
trigger: ladder
given:
  - at: 2026-03-02 10:00
    order.created: {id: 1, number: A-1, status: no-answer-2, customer: {id: 7}}
  - at: 2026-03-02 10:30
    change: {order: 1, status: no-answer-1}
expect:
  - at: 2026-03-02 11:30
    task: {text: "*A-1*"}
`,
  'orders/letter/automation.yaml': 'name: Letter\nnameRu: Письмо\nsummary: Writes to the customer.\ncovers: [S1-01]\n',
  'orders/letter/README.md': '# Letter\n',
  'orders/letter/trigger.yaml':
    'kind: Trigger\ncode: letter\nname: Письмо\non: {event: order.created}\ndo:\n  - id: tell\n    send: {template: letter}\n',
  'orders/letter/templates.yaml': `kind: Template
code: letter
name: Письмо
for: order
channels:
  email: {subject: "Заказ {{ order.number }}", body: "Спасибо. {{ shop.name }}, {{ shop.phone }}"}
`,
};

export const smallLibrary = readLibrary(filesOf(libraryTexts), vocabulary);

export const emptyProject = { 'crmctl.yaml': 'version: 1\nname: shop\ntimezone: Europe/Moscow\n' };

export type Texts = Readonly<Record<string, string>>;

export function filesOf(texts: Texts): readonly SourceFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** What adding does to a project that is given by its texts. */
export function add(codes: readonly string[], texts: Texts, library = smallLibrary): Added {
  const wanted = [...new Set(codes)].map((code) => library.automations.find((each) => each.code === code)!); // they are in it
  const { yaml, attachments } = partsOf(texts);
  const project = readProject(yaml, attachments, vocabulary);
  return addAutomations(wanted, project, { files: yaml, attachments }, library, vocabulary);
}

/** The texts of the project afterwards. */
export function after(codes: readonly string[], texts: Texts, library = smallLibrary): Texts {
  const added = add(codes, texts, library);
  if (!added.ok) throw new Error(JSON.stringify(added, undefined, 2));
  return { ...texts, ...Object.fromEntries(added.files.map(({ path, text }) => [path, text])) };
}

/** Errors and warnings of a project. */
export function findingsIn(texts: Texts): readonly string[] {
  const { project, sites } = compiledFrom(texts);
  return checkProject(project, vocabulary, sites)
    .filter(({ severity }) => severity !== 'note')
    .map(({ file, line, code, message }) => `${String(file)}:${String(line)} ${code} ${message}`);
}

/** Errors and warnings of a project, and what its tests say. */
export function examined(texts: Texts): { readonly findings: readonly string[]; readonly tests: TestReport } {
  const { project, sites } = compiledFrom(texts);
  return { findings: findingsIn(texts), tests: runTests(project, sites, vocabulary) };
}

function compiledFrom(texts: Texts) {
  const { yaml, attachments } = partsOf(texts);
  const project = readProject(yaml, attachments, vocabulary);
  return { project, sites: compileSites(project, vocabulary) };
}

function partsOf(texts: Texts) {
  const files = filesOf(texts);
  const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);
  return {
    yaml: files.filter(({ path }) => isYaml(path)),
    attachments: new Map(files.filter(({ path }) => !isYaml(path)).map(({ path, text }) => [path, text])),
  };
}
