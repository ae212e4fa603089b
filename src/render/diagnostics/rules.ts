import { readingCodes } from '../../language/codes.js';
import { checkingCodes } from '../../language/checkingCodes.js';
import { environmentCodes } from '../../language/environmentCodes.js';
import { codes as expressionCodes, meanings } from '../../language/expression/codes.js';
import { textCodes, textMeanings } from '../../language/text/codes.js';
import { planCodes } from '../../plan/codes.js';
import type { CheckWord } from '../../vocabulary/word.js';
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

function named<Code extends string>(
  codes: Readonly<Record<string, Code>>,
  docs: Readonly<Record<Code, string>>,
): readonly Rule[] {
  return sorted(Object.entries(codes).map(([name, code]) => ({ code, name: kebab(name), doc: docs[code] })));
}

function kebab(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function sorted(rules: readonly Rule[]): readonly Rule[] {
  return [...rules].sort((a, b) => (a.code < b.code ? -1 : 1)).map(({ code, name, doc }) => ({ code, name, doc }));
}
