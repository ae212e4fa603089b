import { didYouMean } from '../nearest.js';
import type { Environment, SourceProblem, Text } from '../scope.js';
import { checkTree } from './check.js';
import { textCodes } from './codes.js';
import { renderTree } from './evaluate.js';
import { tags } from './filters.js';
import { problem } from './members.js';
import { compilePlainText } from './plainText.js';
import { offsetsOf } from './position.js';
import { scan } from './scan.js';
import type { Part } from './scan.js';
import { twig } from './twing.js';
import type { Node } from './twing.js';

export type CompiledText = { readonly text: Text } | { readonly problems: readonly SourceProblem[] };

/**
 * Checks a Twig text against what is in scope and compiles it. Unknown variables, members, filters, functions and
 * tags are problems, all of them at once, with the characters that they concern. Rendering is strict: a missing value
 * that is printed gives `{missing}` unless `default`, `??` or a condition guards it. `escape: 'html'` escapes what is
 * printed.
 */
export function compileText(
  source: string,
  environment: Environment,
  options: { readonly escape?: 'html' } = {},
): CompiledText {
  const { parts, unclosed } = scan(source);
  if (unclosed !== undefined) {
    const opened = source.slice(unclosed, unclosed + 2);
    const closing = opened === '{{' ? '}}' : opened === '{%' ? '%}' : '#}';
    return {
      problems: [
        problem(
          textCodes.syntax,
          `"${opened}" is never closed`,
          { start: unclosed, end: unclosed + 2 },
          `close it with ${closing}`,
        ),
      ],
    };
  }
  const escape = options.escape === 'html';
  return compilePlainText(source, parts, environment, escape) ?? compileTwig(source, parts, environment, escape);
}

function compileTwig(source: string, parts: readonly Part[], environment: Environment, escape: boolean): CompiledText {
  const problems = unknownTags(parts);
  const engine = twig();
  const parsed = engine.parse(withoutTags(source, problems.length > 0 ? parts : []));
  const offsetAt = offsetsOf(source);
  if (!('tree' in parsed)) {
    const start = offsetAt(parsed);
    return {
      problems:
        problems.length > 0
          ? problems
          : [problem(textCodes.syntax, plainWords(parsed.message), { start, end: Math.min(source.length, start + 1) })],
    };
  }
  const { tree } = parsed;
  const findings = checkTree(tree, source, offsetAt, environment);
  const all = [...problems, ...findings.problems].sort((a, b) => a.start - b.start);
  if (all.length > 0) return { problems: all };
  const captures = (node: Node): boolean => isCapture(node, source, offsetAt);
  const using = { twig: engine, environment, escape };
  return {
    text: {
      source,
      reads: findings.reads,
      render: (scope) => renderTree(tree, findings.roots, captures, using, scope),
    },
  };
}

function unknownTags(parts: readonly Part[]): SourceProblem[] {
  return parts.flatMap((part) => {
    if (part.part !== 'tag' || tags.has(part.name)) return [];
    const range = { start: part.nameStart, end: Math.max(part.nameStart + 1, part.nameStart + part.name.length) };
    return [
      problem(
        textCodes.unknownTag,
        part.name === '' ? 'a tag needs a name' : `there is no tag "${part.name}" in texts`,
        range,
        didYouMean(part.name, tags),
      ),
    ];
  });
}

/** Blanks unknown tags, so that the rest can be checked in the same run; every other character keeps its place. */
function withoutTags(source: string, parts: readonly Part[]): string {
  return parts.reduce(
    (text, part) =>
      part.part === 'tag' && !tags.has(part.name)
        ? text.slice(0, part.start) + text.slice(part.start, part.end).replace(/[^\r\n]/g, ' ') + text.slice(part.end)
        : text,
    source,
  );
}

/** `{% set x %}…{% endset %}`: the parser makes a plain value of it when there is nothing but text inside. */
function isCapture(node: Node, source: string, offsetAt: (node: Node) => number): boolean {
  if (node.attributes['captures'] === true) return true;
  const names = Object.values(node.children['names']!.children);
  const first = Object.values(node.children['values']!.children)[0];
  return names.length === 1 && first !== undefined && !source.slice(offsetAt(names[0]!), offsetAt(first)).includes('=');
}

/** The parser's message without its words for tokens. */
function plainWords(message: string): string {
  return message
    .replace(
      /Unexpected token "([^"]+)"(?: of value "([^"]*)")?/,
      (_, token: string, value?: string) => `unexpected ${value ? `"${value}"` : token}`,
    )
    .replace(
      / \("([^"]+)" expected(?: with value "([^"]*)")?\)/,
      (_, token: string, value?: string) => `, expected ${value ? `"${value}"` : token}`,
    )
    .replace(/\.$/, '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
