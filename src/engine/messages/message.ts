import type { Entity, Scope } from '../../language/scope.js';
import type { CompiledMessage } from '../program.js';

/** The parts of a message as they leave, or what was missing for one. */
export type RenderedMessage = { readonly parts: Readonly<Record<string, unknown>> } | { readonly missing: string };

/** Renders the texts of a message; an approved one also has its text with the values in their places, as `body`. */
export function renderMessage(
  { parts, approved }: CompiledMessage,
  scope: Scope,
  customer: Entity | undefined,
): RenderedMessage {
  const texts: Record<string, unknown> = {};
  for (const { part, text } of parts) {
    const rendered = text.render(scope);
    if ('missing' in rendered) return rendered;
    texts[part] = rendered.text;
  }
  if (approved === undefined) return { parts: texts };
  const given: string[] = [];
  for (const text of approved.args) {
    const rendered = text.render(scope);
    if ('missing' in rendered) return rendered;
    given.push(rendered.text);
  }
  return fillIn(approved, texts, given, customer);
}

function fillIn(
  { code, name, lang, namespace, media: example, header, body, buttons }: NonNullable<CompiledMessage['approved']>,
  { media = example, ...texts }: Readonly<Record<string, unknown>>,
  given: string[],
  customer: Entity | undefined,
): RenderedMessage {
  const missing: string[] = [];
  // Places are filled in the order in which the message is read.
  const fill = (pieces: typeof body): { readonly values: readonly string[]; readonly text: string } => {
    const values: string[] = [];
    const filled = pieces.map((piece) => {
      if (typeof piece === 'string') return piece;
      const value = piece.var === 'custom' ? given.shift() : nameOf(customer, piece.var);
      if (value === undefined) missing.push(piece.var === 'custom' ? 'args' : `customer.${nameFields[piece.var]?.[0]}`);
      values.push(value ?? '');
      return value ?? '';
    });
    return { values, text: filled.join('') };
  };
  const [top, text, links] = [fill(header), fill(body), buttons.map(fill)];
  if (missing[0] !== undefined) return { missing: missing[0] };
  const approved = {
    code,
    name,
    lang,
    ...(namespace !== undefined && { namespace }),
    ...(media !== undefined && { media }),
    header: top.values,
    args: text.values,
    buttons: links.flatMap(({ values }) => values),
  };
  return { parts: { ...texts, body: text.text, approved } };
}

const nameFields: Readonly<Record<string, readonly string[]>> = {
  name: ['firstName', 'lastName'],
  first_name: ['firstName'],
  last_name: ['lastName'],
};

function nameOf(customer: Entity | undefined, variable: string): string | undefined {
  const names = (nameFields[variable] ?? []).flatMap((field) => {
    const name = customer?.[field];
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
  return names.length === 0 ? undefined : names.join(' ');
}
