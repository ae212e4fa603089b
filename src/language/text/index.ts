import type { Environment, SourceProblem, Text } from '../scope.js';
import { checkPiece } from './check.js';
import { textCodes } from './codes.js';
import { renderPiece } from './evaluate.js';
import { problem } from './members.js';
import { type Fragments, readPiece } from './piece.js';
import { compilePlainText } from './plainText.js';
import { scan, type Part } from './scan.js';
import { singleBraces } from './singleBraces.js';
import { unlessTooDeep } from './tooDeep.js';
import { twig } from './twing.js';

export { fragmentsFrom } from './fragments.js';
export type { Fragments } from './piece.js';

export type CompiledText = ({ readonly text: Text } | { readonly problems: readonly SourceProblem[] }) & {
  /** What is right, and hardly meant. */ readonly doubts?: readonly SourceProblem[];
};

/**
 * Checks a Twig text against what is in scope and compiles it. Unknown variables, members, filters, functions and
 * tags are problems, all of them at once, with the characters that they concern. Rendering is strict: a missing value
 * that is printed gives `{missing}` unless `default`, `??` or a condition guards it. `escape: 'html'` escapes what is
 * printed. With `fragments` the text may extend and include these; `code` is its own when it is one. No problems and no text: it takes in a fragment whose
 * problems are told where it stands.
 */
export function compileText(
  source: string,
  environment: Environment,
  options: { readonly escape?: 'html'; readonly code?: string; readonly fragments?: Fragments } = {},
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
  const compiled =
    compilePlainText(source, parts, environment, escape) ??
    unlessTooDeep(() => compileTwig(source, parts, environment, options));
  const doubts = singleBraces(source, parts, environment);
  return doubts.length === 0 ? compiled : { ...compiled, doubts };
}

function compileTwig(
  source: string,
  parts: readonly Part[],
  environment: Environment,
  { escape, code, fragments }: NonNullable<Parameters<typeof compileText>[2]>,
): CompiledText {
  const takes = fragments !== undefined;
  const { piece, problems } = readPiece(source, parts, { takes, ...(code !== undefined && { code }) });
  if (piece === undefined) return { problems };
  const { taken, roots, reads, failed, ...found } = checkPiece(piece, environment, fragments);
  const all = [...problems, ...found.problems].sort((a, b) => a.start - b.start);
  if (all.length > 0 || failed) return { problems: all };
  const whole = { piece, taken, roots };
  const using = { twig: twig(), environment, escape: escape === 'html' };
  return { text: { source, reads, render: (scope) => renderPiece(whole, using, scope) } };
}
