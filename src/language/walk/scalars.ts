import { isScalar, type Node } from 'yaml';
import { didYouMean } from '../nearest.js';
import type { Shape } from '../shape.js';
import { repaired } from './repaired.js';
import { checkVariables, holdsVariable } from './variables.js';
import { addSite, report, subject, textOf, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

type Of<Name extends Shape['shape']> = Extract<Shape, { shape: Name }>;

export function readString(shape: Of<'string'>, node: Node, walk: Walk): string | number | undefined {
  const text = textOf(node);
  if (text === undefined) return reportType(walk, node, shape.patternName ?? 'a text');
  if (!checkVariables(text, node, walk)) return undefined;
  const variable = holdsVariable(text) && walk.interpolates(walk.path);
  if (shape.sensitive && !variable) {
    return report(
      walk,
      'literalSecret',
      node,
      `${subject(walk)} is a secret and must not stand in the repository`,
      'write ${NAME} and set the variable in the environment',
    );
  }
  if (shape.pattern && !variable && !shape.pattern.test(text)) {
    return report(
      walk,
      'badValue',
      node,
      `${subject(walk)} must be ${shape.patternName ?? `like ${shape.pattern.source}`}, not "${text}"`,
      repaired(text, shape),
    );
  }
  return shape.numbers === true && isScalar(node) && isPlainNumber(node.value, text) ? node.value : text;
}

/** A number that prints as it is written: `007` and the twenty digits of an account are texts. */
function isPlainNumber(value: unknown, text: string): value is number {
  return typeof value === 'number' && String(Number(value.toPrecision(14))) === text;
}

export function readNumber(shape: Of<'number'>, node: Node, walk: Walk): number | undefined {
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const text = textOf(node);
    const isQuoted = text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
    if (isQuoted)
      return report(
        walk,
        'wrongType',
        node,
        `${subject(walk)} takes a number, not a text`,
        `write ${text} without quotes`,
      );
    return reportType(walk, node, 'a number');
  }
  if (shape.integer && !Number.isInteger(value))
    return report(walk, 'badValue', node, `${subject(walk)} must be a whole number, not ${value}`);
  if (shape.min !== undefined && value < shape.min)
    return report(walk, 'badValue', node, `${subject(walk)} must be at least ${shape.min}, not ${value}`);
  if (shape.max !== undefined && value > shape.max)
    return report(walk, 'badValue', node, `${subject(walk)} must be at most ${shape.max}, not ${value}`);
  return value;
}

const truths: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  1: 'true',
  no: 'false',
  off: 'false',
  0: 'false',
};

export function readBoolean(_shape: Of<'boolean'>, node: Node, walk: Walk): boolean | undefined {
  if (isScalar(node) && typeof node.value === 'boolean') return node.value;
  const text = textOf(node);
  if (text === undefined) return reportType(walk, node, 'true or false');
  const meant = truths[text.toLowerCase()] ?? (/^(true|false)$/i.test(text) ? text.toLowerCase() : undefined);
  return report(
    walk,
    'wrongType',
    node,
    `${subject(walk)} takes true or false, not "${text}"`,
    meant && `write ${meant}`,
  );
}

export function readChoice(shape: Of<'choice'>, node: Node, walk: Walk): string | undefined {
  const text = textOf(node);
  if (text === undefined) return reportType(walk, node, `one of ${shape.of.join(', ')}`);
  if (shape.of.includes(text)) return text;
  return report(
    walk,
    'badValue',
    node,
    `${subject(walk)} must be one of ${shape.of.join(', ')}, not "${text}"`,
    didYouMean(text, shape.of),
  );
}

export function readReference(shape: Of<'reference'>, node: Node, walk: Walk): string | undefined {
  const text = codeText(node, walk, `the code of a ${shape.to.join(' or ')}`);
  if (text !== undefined) addSite(walk, { site: 'reference', source: text, to: shape.to });
  return text;
}

export function readCode(shape: Of<'code'>, node: Node, walk: Walk): string | undefined {
  const text = codeText(node, walk, 'a code');
  if (text !== undefined) addSite(walk, { site: 'code', source: text, enumeration: shape.enumeration });
  return text;
}

const pathPattern = /^[A-Za-z_]\w*(\.[A-Za-z_][\w-]*)+$/;
const objectPattern = /^[A-Za-z_]\w*$/;

export function readPath(shape: Of<'path'>, node: Node, walk: Walk): string | undefined {
  const text = codeText(node, walk, 'a field such as order.status');
  if (text === undefined) return undefined;
  if (text.startsWith('='))
    return report(
      walk,
      'badValue',
      node,
      `${subject(walk)} takes the name of a field, not an expression`,
      `write ${text.slice(1).trim()}`,
    );
  if (!pathPattern.test(text) && !(shape.whole === true && objectPattern.test(text)))
    return report(walk, 'badValue', node, `${subject(walk)} must be a field such as order.status, not "${text}"`);
  addSite(walk, { site: 'path', source: text });
  return text;
}

export function readEvent(_shape: Of<'event'>, node: Node, walk: Walk): string | undefined {
  const text = codeText(node, walk, 'the name of an event');
  if (text !== undefined) addSite(walk, { site: 'event', source: text });
  return text;
}

/** A code as written; `01` stays `01`. */
function codeText(node: Node, walk: Walk, wanted: string): string | undefined {
  const text = textOf(node);
  if (text === undefined || text === '') return reportType(walk, node, wanted);
  return checkVariables(text, node, walk) ? text : undefined;
}
