import type { CatalogEntry, FullEntry } from '../library/catalog.js';
import type { Colour } from './colour.js';
import type { Page } from './page.js';
import { code, table } from './documentation/table.js';
import { wrapped } from './wrap.js';

/**
 * The catalog, grouped by area in the order of the entries: a line an automation, for `grep`; in the width of a terminal what it does is
 * wrapped beside its code.
 */
export function catalogHuman(entries: readonly CatalogEntry[], { colour, width: columns }: Page): string {
  const width = Math.max(0, ...entries.map((entry) => entry.code.length));
  const linesOf = ({ code: name, summary, nameRu }: CatalogEntry): readonly string[] => {
    if (columns === Infinity) return [`  ${colour.cyan(name.padEnd(width))}  ${summary} ${colour.dim(`· ${nameRu}`)}`];
    const texts = [...wrapped(summary, columns - width - 4), colour.dim(nameRu)];
    return texts.map((text, index) => `  ${colour.cyan((index === 0 ? name : '').padEnd(width))}  ${text}`);
  };
  const groups = [...Map.groupBy(entries, ({ area }) => area)].map(([area, all]) =>
    [colour.bold(area), ...all.flatMap(linesOf), ''].join('\n'),
  );
  return [...groups, 'crmctl catalog CODE tells all about one, crmctl add CODE copies it into the project.', ''].join(
    '\n',
  );
}

/** The catalog as Markdown: a table an area; of what is needed the resources. */
export function catalogMarkdown(entries: readonly CatalogEntry[], level = '##'): readonly string[] {
  return [...Map.groupBy(entries, ({ area }) => area)].flatMap(([area, all]) => [
    `${level} ${area}`,
    '',
    ...table(
      ['automation', 'what it does', 'rows', 'needs'],
      all.map((entry) => [
        `${code(entry.code)}<br>${entry.nameRu}`,
        `${entry.summary}${insteadOf(entry)}`,
        String(entry.covers.length),
        entry.needs.filter(isResource).map(code).join(', '),
      ]),
    ),
    '',
  ]);
}

function insteadOf({ alternatives }: CatalogEntry): string {
  return alternatives.length === 0 ? '' : ` Instead of ${alternatives.map(code).join(', ')}.`;
}

/** Not an environment variable or a text of the shop. */
function isResource(need: string): boolean {
  return need.includes('/');
}

/** Everything about one automation: its README, what it needs, what a project gets. */
export function automationText(entry: FullEntry, colour: Colour): string {
  const list = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : ['', colour.bold(title), ...items.map((item) => `  ${item}`)];
  return [
    entry.readme.trimEnd().replace(/^#+ (.*)$/gm, (_, heading: string) => colour.bold(heading)),
    ...list('Covers', [entry.covers.join(' ')]),
    ...list('Instead of', entry.alternatives),
    ...list('Needs', entry.needs),
    ...list('Brings', entry.kinds),
    ...list('From', entry.files),
    '',
    `crmctl add ${entry.code}`,
    '',
  ].join('\n');
}
