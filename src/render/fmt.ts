import type { FormatReport } from '../language/format/formatProject.js';
import { diagnosticAsText } from './diagnostics/human.js';
import type { Page } from './page.js';

/** What `fmt` wrote or, with `check`, would write. */
export function formatHuman({ files, changed, kept, diagnostics }: FormatReport, page: Page, check: boolean): string {
  const { colour } = page;
  const does = check ? 'to format' : 'formatted';
  const broken = new Set(diagnostics.map(({ file }) => file));
  const lines = [
    ...changed.map((path) => `  ${colour.yellow('~')} ${path}`),
    ...kept.map(
      (path) => `  ${colour.magenta('!')} ${path}   stays as it is: its comments could not be kept in their places`,
    ),
    colour.bold(
      `Fmt: ${changed.length} ${does}, ${files} looked at${broken.size > 0 ? `, ${broken.size} not readable` : ''}.`,
    ),
    ...(check && changed.length > 0 ? ['Write them:  crmctl fmt'] : []),
  ];
  const problems = diagnostics.map((each) => `${diagnosticAsText(each, page)}\n\n`).join('');
  return `${problems}${lines.join('\n')}\n`;
}
