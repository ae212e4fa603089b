import type { RuleGroup } from './rules.js';

/** The page docs/diagnostics.md: every code with its meaning; `crmctl explain CODE` tells the same of one. */
export function diagnosticsPage(groups: readonly RuleGroup[]): string {
  const head = [
    '# Diagnostics',
    '',
    '<!-- Generated from the codes and checks in src/; `npx vitest run test/render -u` writes it anew. -->',
    '',
    '`crmctl validate` prints each finding with its file, line and column, and with a code. Codes are stable: a code never gets another meaning.',
    '`crmctl explain CRM203` prints what a code means.',
    'Errors end with exit code 3; warnings do with `--strict`; notes never do.',
    '',
    'A finding of a check, CRM3xx, that is right where it stands is silenced by a comment with the reason, on its line or on the line above:',
    '',
    '```yaml',
    '# crmctl-ignore CRM310: the second trigger runs once a month',
    'set: {order.status: assembling}',
    '```',
  ];
  const body = groups.flatMap(({ title, rules }) => [
    '',
    `## ${title}`,
    ...rules.flatMap(({ code, name, doc }) => ['', `### ${code}`, '', `**${name}** – ${doc}`]),
  ]);
  return [...head, ...body, ''].join('\n');
}
