import { localesFrom } from '../../language/locale.js';
import { shapes, type Shape } from '../../language/shape.js';
import { isObject } from '../../model/json.js';
import type { KindWord } from '../word.js';
import { localeKey, textParts } from './textParts.js';

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
      keys: localeKey,
      doc: 'Other languages: per locale what differs.',
    }),
  }),
  executor: 'runner',
  fragment: (spec, locale) => {
    const others = Object.entries(isObject(spec['locales']) ? spec['locales'] : {});
    const inLanguage = (language: string): unknown => others.find(([each]) => localesFrom(each)[0] === language)?.[1];
    const texts = [...localesFrom(locale).map(inLanguage), spec];
    const first = (form: string): string | undefined =>
      texts.flatMap((text) => (isObject(text) && typeof text[form] === 'string' ? [text[form]] : []))[0];
    const { html, body } = { html: first('html'), body: first('body') };
    return { ...(html !== undefined && { html }), ...(body !== undefined && { body }) };
  },
  localesAt: (_, path, own) => [path[0] === 'locales' ? String(path[1]) : own],
};
