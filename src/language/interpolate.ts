/** One `${NAME}` or `${NAME:-default}` in a text (docs/language.md#lay-out-a-project). `$${` is a literal `${`. */
interface Variable {
  readonly name: string;
  readonly default?: string;
  /** Characters of the text, from `$` up to and with `}`. */
  readonly start: number;
  readonly end: number;
}

export interface VariablesIn {
  readonly variables: readonly Variable[];
  /** `${` without a name and a closing brace. */
  readonly broken: readonly { readonly start: number; readonly end: number }[];
}

export type Interpolated =
  | {
      readonly ok: true;
      readonly text: string;
      /** What came from outside: never to be printed, logged or stored. */ readonly secrets: readonly string[];
    }
  | { readonly ok: false; readonly missing: readonly Variable[] };

const pattern = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;
const opening = /\$\$\{|\$\{/g;

export function variablesIn(text: string): VariablesIn {
  const variables: Variable[] = [];
  const broken: { start: number; end: number }[] = [];
  // Behind the last brace nothing closes, and none need look how far it would reach.
  const tail = text.lastIndexOf('}') + 1;
  for (const match of text.slice(0, tail).matchAll(pattern)) {
    const [whole, name, otherwise] = match;
    const place = { start: match.index, end: match.index + whole.length };
    if (name !== undefined) variables.push({ name, ...(otherwise !== undefined && { default: otherwise }), ...place });
    else if (whole === '${') broken.push(place);
  }
  for (const { 0: whole, index } of text.slice(tail).matchAll(opening))
    if (whole === '${') broken.push({ start: tail + index, end: tail + index + whole.length });
  return { variables, broken };
}

/** The text with its variables filled in. One that is set to nothing counts as missing, as with a shell's `:-`. */
export function interpolate(text: string, values: Readonly<Record<string, string | undefined>>): Interpolated {
  const { variables } = variablesIn(text);
  const missing = variables.filter((variable) => valueOf(variable, values) === undefined);
  if (missing.length > 0) return { ok: false, missing };
  let filled = '';
  let end = 0;
  for (const variable of variables) {
    filled += unescape(text.slice(end, variable.start)) + (valueOf(variable, values) ?? '');
    end = variable.end;
  }
  const secrets = variables.map(({ name }) => values[name] ?? '').filter((value) => value !== '');
  return { ok: true, text: filled + unescape(text.slice(end)), secrets };
}

function valueOf(variable: Variable, values: Readonly<Record<string, string | undefined>>): string | undefined {
  const value = values[variable.name];
  return value === undefined || value === '' ? variable.default : value;
}

function unescape(text: string): string {
  return text.replaceAll('$${', '${');
}
