import { readingCodes } from '../../language/codes.js';
import { checkingCodes } from '../../language/checkingCodes.js';
import { environmentCodes } from '../../language/environmentCodes.js';
import { codes as expressionCodes, meanings } from '../../language/expression/codes.js';
import { textCodes, textMeanings } from '../../language/text/codes.js';
import { kebab } from '../../model/kebab.js';
import { planCodes } from '../../plan/codes.js';
import type { CheckWord } from '../../vocabulary/word.js';
import type { Colour } from '../colour.js';
import type { Rule } from './sarif.js';

/** A group of codes with what they have in common. */
export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every code that `validate` can report, in groups, each in the order of its codes. */
export function ruleGroups(checks: readonly CheckWord[]): readonly RuleGroup[] {
  return [
    { title: 'Reading documents', rules: sorted(Object.values(readingCodes)) },
    { title: 'Names that lead nowhere, and silencing', rules: sorted(Object.values(checkingCodes)) },
    { title: 'Environments', rules: sorted(Object.values(environmentCodes)) },
    { title: 'Plans', rules: sorted(Object.values(planCodes)) },
    { title: 'Conditions and values', rules: named(expressionCodes, meanings) },
    { title: 'Texts', rules: named(textCodes, textMeanings) },
    { title: 'Checks of the whole project', rules: sorted(checks) },
  ];
}

/** The rule of a code, in capitals or not. */
export function ruleOf(code: string, checks: readonly CheckWord[]): Rule | undefined {
  const wanted = code.toUpperCase();
  return ruleGroups(checks)
    .flatMap(({ rules }) => rules)
    .find((rule) => rule.code === wanted);
}

/** A rule for people, as `crmctl explain CODE` shows it. */
export function ruleAsText({ code, name, doc }: Rule, colour: Colour): string {
  const silenced = code.startsWith('CRM3')
    ? `\n\nWhere it is right as it stands, silence it on its line or on the line above:\n  # crmctl-ignore ${code}: the reason`
    : '';
  return `${colour.bold(code)}  ${name}\n\n${doc}${silenced}`;
}

function named<Code extends string>(
  codes: Readonly<Record<string, Code>>,
  docs: Readonly<Record<Code, string>>,
): readonly Rule[] {
  return sorted(Object.entries(codes).map(([name, code]) => ({ code, name: kebab(name), doc: docs[code] })));
}

function sorted(rules: readonly Rule[]): readonly Rule[] {
  return [...rules].sort((a, b) => (a.code < b.code ? -1 : 1)).map(({ code, name, doc }) => ({ code, name, doc }));
}
