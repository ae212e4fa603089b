import type { Path, Project, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import { argumentsOf } from '../kinds/messengerPlaces.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

type Spec = Readonly<Record<string, unknown>>;

const texts = ['subject', 'preheader', 'body', 'bodyFile', 'html', 'htmlFile', 'url'];

export const approvedText: CheckWord = {
  code: 'CRM341',
  name: 'approved-text',
  doc: 'A Template sends a text that a messenger approved with too few or too many values for its places, with a text of its own beside it, by e-mail, or one that is switched off; or it gives values to no approved text.',
  run: (project) => project.ofKind('Template').flatMap((resource) => problemsOf(resource, project)),
};

function problemsOf(resource: Resource, project: Project): readonly Diagnostic[] {
  const { spec } = resource;
  const own = messagesIn(spec, []);
  const locales = Object.entries(isObject(spec['locales']) ? spec['locales'] : {}).flatMap(([locale, messages]) =>
    messagesIn({ channels: messages }, ['locales', locale]).map((message) => ({
      ...message,
      path: ['locales', locale, message.type],
      inherited: own.find(({ type }) => type === message.type)?.content ?? {},
    })),
  );
  return [...own, ...locales].flatMap((message) => problemsIn(message, resource, project));
}

interface Message {
  readonly type: string;
  readonly content: Spec;
  readonly path: Path;
  /** What it takes over from the template's own language. */
  readonly inherited?: Spec;
}

function messagesIn(spec: Spec, path: Path): readonly Message[] {
  const { channel, channels } = spec;
  if (typeof channel === 'string') return [{ type: channel, content: spec, path }];
  return Object.entries(isObject(channels) ? channels : {}).flatMap(([type, content]) =>
    isObject(content) ? [{ type, content, path: [...path, 'channels', type] }] : [],
  );
}

function problemsIn({ type, content, path, inherited = {} }: Message, resource: Resource, project: Project) {
  const whole = { ...inherited, ...content };
  const found = (at: string, message: string, suggestion: string, severity: 'error' | 'warning' = 'error') =>
    findingAt(resource, [...path, at], { severity, code: 'CRM341', message, suggestion });
  const { approved: code, args } = whole;
  if (typeof code !== 'string') {
    const stray = ['args', 'media'].filter((key) => content[key] !== undefined);
    return stray.map((key) =>
      found(key, `\`${key}\` belongs to a text that a messenger approved`, 'name it by `approved`'),
    );
  }
  const template = project.byAddress.get(`messenger-template/${code}`);
  if (template === undefined) return [];
  const said = 'approved' in content ? 'approved' : 'args';
  const beside = texts.filter((key) => content[key] !== undefined);
  const [given, needed] = [Array.isArray(args) ? args.length : 0, argumentsOf(template.spec)];
  const at = `${template.file}:${String(template.line)}`;
  return [
    ...beside.map((key) =>
      found(
        key,
        `the messenger approved the text of "${code}": \`${key}\` would never be sent`,
        `leave out \`${key}\``,
      ),
    ),
    ...(type === 'email' ? [found(said, 'no messenger approves letters', 'write `channels.messenger`')] : []),
    ...(given === needed || (content['args'] === undefined && content['approved'] === undefined)
      ? []
      : [
          found(
            content['args'] === undefined ? said : 'args',
            `"${code}" has ${places(needed)} for values, and ${given === 0 ? 'none' : String(given)} given`,
            `give \`args\` a text for each \`{var: custom}\` of its header and text and each \`{{1}}\` of its buttons (${at})`,
          ),
        ]),
    ...(template.spec['active'] === false && 'approved' in content
      ? [
          found(
            'approved',
            `"${code}" is switched off: such messages are skipped`,
            `take \`active: false\` away in ${at}`,
            'warning',
          ),
        ]
      : []),
  ];
}

function places(count: number): string {
  return count === 1 ? 'one place' : count === 0 ? 'no place' : `${String(count)} places`;
}
