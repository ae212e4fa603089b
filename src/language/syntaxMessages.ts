import type { ErrorCode, YAMLError } from 'yaml';
import { deepest } from './depth.js';

interface Words {
  readonly message: string;
  readonly suggestion?: string;
}

const indentation: Words = {
  message: 'the indentation does not fit the lines before',
  suggestion: 'keys of one map start in the same column',
};

/** What the parser's errors mean, in words for people who do not know the YAML standard. */
const messages: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: { message: 'a tab stands in the indentation', suggestion: 'indent with spaces' },
  BAD_INDENT: {
    message: 'the indentation does not fit, or a bracket before it is not closed',
    suggestion: 'close every { and [, and indent what belongs to them',
  },
  BLOCK_AS_IMPLICIT_KEY: indentation,
  MULTILINE_IMPLICIT_KEY: indentation,
  BLOCK_IN_FLOW: {
    message: 'an indented map or list stands inside { } or [ ]',
    suggestion: 'write it with brackets too, or without the outer ones',
  },
  BAD_ALIAS: {
    message: 'a name must stand behind "*" or "&"',
    suggestion: 'put a value that begins with * or & in quotes',
  },
  ALIAS_PROPS: { message: 'an alias (*name) can have neither an anchor nor a tag' },
  BAD_DIRECTIVE: { message: 'a line that begins with "%" is a YAML directive, and this is none that is known' },
  BAD_DQ_ESCAPE: {
    message: 'this escape does not exist in double quotes',
    suggestion: 'double the backslash, or use single quotes',
  },
  BAD_SCALAR_START: { message: 'a value cannot begin with this character', suggestion: 'put the value in quotes' },
  KEY_OVER_1024_CHARS: {
    message: 'a key is longer than 1,024 characters, or a colon makes a key of a long text',
    suggestion: 'put the text in quotes',
  },
  MULTIPLE_DOCS: { message: 'a second document begins here' },
  RESOURCE_EXHAUSTION: {
    message: `more than ${deepest} lists and maps stand inside each other here`,
    suggestion: 'close the brackets before, or write it flatter',
  },
};

export function syntaxMessage(error: YAMLError, text: string): Words {
  if (error.code === 'MISSING_CHAR') return missing(error);
  if (error.code === 'UNEXPECTED_TOKEN') return unexpected(error, text);
  const known = messages[error.code];
  return (
    (known === indentation ? noKey(lineAt(text, error.pos[0])) : undefined) ??
    known ?? { message: 'this is not YAML that can be read' }
  );
}

/** A line that was meant to be a key or an item, and is a text to YAML, which goes on in the next line. */
function noKey(line: string): Words | undefined {
  if (/^\s*[\u00a0\u2000-\u200b\u202f\u3000]/.test(line))
    return {
      message: 'another space than the ordinary one stands in the indentation',
      suggestion: 'indent with spaces of the space bar',
    };
  const [, item] = /^\s*-([^\s-].*)$/.exec(line) ?? [];
  if (item !== undefined) return { message: 'a space is missing behind "-"', suggestion: `write - ${item}` };
  const [, key, sign, value] = /^\s*([A-Za-z][\w.-]*)(:|\s*=\s*)(\S.*)$/.exec(line) ?? [];
  if (key === undefined || value?.includes(': ') === true) return undefined;
  const message =
    sign === ':' ? 'a space is missing behind the colon' : 'a colon stands between a key and its value, no "="';
  return { message, suggestion: `write ${key}: ${value!}` };
}

function lineAt(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n', 1)[0]!;
}

function missing(error: YAMLError): Words {
  if (/without - indicator/.test(error.message))
    return {
      message: 'an item of a list must begin with "- "',
      suggestion: 'begin it with "- ", or indent it to the item above',
    };
  if (/space/.test(error.message))
    return {
      message: 'a space is missing here',
      suggestion: 'put the value in quotes, or a space behind the tag, anchor or comma',
    };
  if (/map value|colon|: /.test(error.message))
    return { message: 'a key without ": "', suggestion: 'write "key: value"' };
  return {
    message: 'a comma, colon or bracket is missing before this',
    suggestion: 'close every { and [, and separate what is inside with ", "',
  };
}

function unexpected(error: YAMLError, text: string): Words {
  const found = text.slice(error.pos[0], error.pos[1]).split('\n', 1)[0]!.trim();
  const shown = found === '' ? 'this' : `"${found.length > 40 ? `${found.slice(0, 40)}…` : found}"`;
  return {
    message: `${shown} cannot stand here`,
    suggestion: 'put the whole value in quotes, or close the bracket or quote before it',
  };
}
