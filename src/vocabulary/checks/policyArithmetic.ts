import { parseDuration } from '../../model/duration.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import type { Resource } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { stringsOf } from './triggers.js';

export const policyArithmetic: CheckWord = {
  code: 'CRM312',
  name: 'policy-arithmetic',
  doc: 'A Policy with which messages can never be sent (quiet hours of a whole day, a cap of nothing), a cap that another one makes pointless, or a second Policy.',
  run: (project) =>
    project
      .ofKind('Policy')
      .flatMap((resource, index) => [
        ...(index > 0 ? [secondPolicy(resource, project.ofKind('Policy')[0]!)] : []),
        ...Object.entries(isObject(resource.spec.classes) ? resource.spec.classes : {}).flatMap(([name, rules]) =>
          isObject(rules) ? [...quietHours(resource, name, rules), ...caps(resource, name, rules)] : [],
        ),
        ...(resource.spec.control === '100%' ? [everybodyInControl(resource)] : []),
      ]),
};

type Rules = Readonly<Record<string, unknown>>;

function secondPolicy(resource: Resource, first: Resource): Diagnostic {
  return findingAt(resource, [], {
    severity: 'error',
    code: 'CRM312',
    message: `a project has one Policy, and ${first.file}:${String(first.line)} is one already`,
    suggestion: 'put the rules of both into one document; they differ by class',
  });
}

function everybodyInControl(resource: Resource): Diagnostic {
  return findingAt(resource, ['control'], {
    severity: 'warning',
    code: 'CRM312',
    message: 'with a control group of 100% nobody ever gets marketing',
    suggestion: 'a control group of 2% to 10% is usual',
  });
}

function quietHours(resource: Resource, name: string, rules: Rules): readonly Diagnostic[] {
  const [from, to] = typeof rules.quiet === 'string' ? rules.quiet.split('-') : [];
  const wholeDay = from !== undefined && to !== undefined && (from === to || (from === '00:00' && to === '24:00'));
  if (!wholeDay) return [];
  return [
    findingAt(resource, ['classes', name, 'quiet'], {
      severity: 'error',
      code: 'CRM312',
      message: `quiet hours of a whole day: no ${name} message is ever sent`,
      suggestion: 'leave hours in which messages may go, such as "21:00-09:00"',
    }),
  ];
}

interface Cap {
  readonly text: string;
  readonly count: number;
  /** Length of the window in hours; a month counts 30 days. `NaN`: a period of the calendar, which compares with no other. */
  readonly hours: number;
  readonly index: number;
}

function caps(resource: Resource, name: string, rules: Rules): readonly Diagnostic[] {
  const all = stringsOf(rules.caps).flatMap((text, index) => capOf(text, index));
  return all.flatMap((cap) => {
    const at = ['classes', name, 'caps', cap.index];
    if (cap.count === 0)
      return [
        findingAt(resource, at, {
          severity: 'error',
          code: 'CRM312',
          message: `the cap ${cap.text} lets no ${name} message through`,
          suggestion: 'write at least 1',
        }),
      ];
    const stricter = all.find((other) => other !== cap && other.hours >= cap.hours && other.count <= cap.count);
    if (!stricter || (stricter.hours === cap.hours && stricter.count === cap.count && stricter.index > cap.index))
      return [];
    return [
      findingAt(resource, at, {
        severity: 'warning',
        code: 'CRM312',
        message: `the cap ${cap.text} is never reached: ${stricter.text} stops earlier`,
        suggestion: `remove it, or allow fewer than ${String(stricter.count)} in the shorter time`,
      }),
    ];
  });
}

function capOf(text: string, index: number): readonly Cap[] {
  const [count, window = ''] = text.split('/');
  if (/^(day|week|month)$/.test(window)) return [{ text, count: Number(count), hours: NaN, index }];
  const duration = parseDuration(window);
  if (!duration) return [];
  const hours =
    duration.clock === 'elapsed' ? duration.milliseconds / 3_600_000 : duration.days * 24 + duration.months * 720;
  return [{ text, count: Number(count), hours, index }];
}
