import type { ApplyReport } from '../../apply/report.js';
import type { Colour } from '../colour.js';

/** What an apply did; what a person has to do is never called applied. */
export function appliedHuman(report: ApplyReport, colour: Colour): string {
  const { applied, failed, skipped, manual, release } = report;
  const done = `Applied ${applied.length}${failed.length > 0 ? `, failed ${failed.length}` : ''}${skipped.length > 0 ? `, not tried ${skipped.length}` : ''}${manual.length > 0 ? `, by hand ${manual.length}` : ''}.`;
  const lines = [
    ...applied.map((address) => `  ${colour.green('✔')} ${address}`),
    ...failed.map(({ address, error }) => `  ${colour.red('✘')} ${address}   ${error}`),
    ...skipped.map((address) => `  ${colour.dim('·')} ${address}   not tried`),
    ...manual.map((address) => `  ${colour.magenta('!')} ${address}   left to a person: crmctl plan says what to do`),
    colour.bold(applied.length + failed.length + skipped.length + manual.length === 0 ? 'Nothing to apply.' : done),
    ...(release === null ? [] : [`Release ${release.slice(0, 12)} is what the runner executes.`]),
  ];
  return `${lines.join('\n')}\n`;
}
