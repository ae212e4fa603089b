import { localesFrom } from '../../language/locale.js';
import type { Path } from '../../language/project.js';
import { shapes, type Shape } from '../../language/shape.js';
import { isObject } from '../../model/json.js';
import type { KindWord } from '../word.js';
import { textParts } from './textParts.js';

const forms: Record<string, Shape> = {
  html: textParts.html,
  htmlFile: textParts.htmlFile,
  body: textParts.body,
  bodyFile: textParts.bodyFile,
};

export const fragment: KindWord = {
  kind: 'Fragment',
  prefix: 'fragment',
  plural: 'fragments',
  doc: 'A piece of text that Templates share: a layout that they extend, or a part that they include by its code.',
  example: `kind: Fragment
code: button
name: Кнопка
html: |
  <a href="{{ url }}" style="padding: 12px 24px">{{ text|default('Открыть') }}</a>
body: "{{ text|default('Открыть') }}: {{ url }}"
locales:
  en:
    html: |
      <a href="{{ url }}" style="padding: 12px 24px">{{ text|default('Open') }}</a>
    body: "{{ text|default('Open') }}: {{ url }}"
`,
  shape: shapes.object({
    ...forms,
    locales: shapes.map(shapes.object(forms, { name: 'LocalFragment' }), {
      doc: 'Other languages: per locale what differs.',
    }),
  }),
  executor: 'runner',
  fragment: (spec, locale) => {
    const locales = isObject(spec['locales']) ? spec['locales'] : {};
    const texts = [...localesFrom(locale).map((each) => locales[each]), spec];
    const first = (form: string): string | undefined =>
      texts.flatMap((text) => (isObject(text) && typeof text[form] === 'string' ? [text[form]] : []))[0];
    const { html, body } = { html: first('html'), body: first('body') };
    return { ...(html !== undefined && { html }), ...(body !== undefined && { body }) };
  },
  localeAt,
};

/** Language of a text below `locales`. */
export function localeAt(path: Path): string | undefined {
  return path[0] === 'locales' ? String(path[1]) : undefined;
}
