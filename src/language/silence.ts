import type { Diagnostic } from '../model/diagnostic.js';
import { checkingCodes } from './checkingCodes.js';
import type { Project } from './project.js';

const comment = /#\s*crmctl-ignore\s+(CRM\d{3}(?:\s*,\s*CRM\d{3})*)\s*(?::\s*(.*\S))?\s*$/;

interface Silencer {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly codes: readonly string[];
  readonly reason: string | undefined;
}

/**
 * Leaves out the findings that a comment on their line, or on the line above, silences with a reason:
 * `# crmctl-ignore CRM301: the reason`. A comment without a reason, or for a code that cannot be silenced, is a finding.
 */
export function silence(diagnostics: readonly Diagnostic[], project: Project): readonly Diagnostic[] {
  const silencers = findSilencers(diagnostics, project);
  const kept = diagnostics.filter((diagnostic) => !silencers.some((silencer) => silences(silencer, diagnostic)));
  return [...kept, ...silencers.flatMap(complaintsAbout)];
}

/** Only checks can be silenced: without the others the project cannot be read, compiled or run. */
function canBeSilenced(code: string): boolean {
  return code.startsWith('CRM3');
}

function silences(silencer: Silencer, diagnostic: Diagnostic): boolean {
  return (
    silencer.reason !== undefined &&
    canBeSilenced(diagnostic.code) &&
    silencer.codes.includes(diagnostic.code) &&
    silencer.file === diagnostic.file &&
    (diagnostic.line === silencer.line || diagnostic.line === silencer.line + 1)
  );
}

function complaintsAbout(silencer: Silencer): readonly Diagnostic[] {
  const { file, line, column } = silencer;
  const warn = (as: { code: string }, message: string, suggestion: string): Diagnostic => ({
    severity: 'warning',
    code: as.code,
    message,
    file,
    line,
    column,
    suggestion,
  });
  const needless = silencer.codes.filter((code) => !canBeSilenced(code));
  return [
    ...(silencer.reason === undefined
      ? [
          warn(
            checkingCodes.silenceWithoutReason,
            'a finding is silenced without a reason',
            `write # crmctl-ignore ${silencer.codes.join(', ')}: why this is right here`,
          ),
        ]
      : []),
    ...needless.map((code) =>
      warn(checkingCodes.silenceOfError, `${code} cannot be silenced`, 'repair what it reports and remove the comment'),
    ),
  ];
}

function findSilencers(diagnostics: readonly Diagnostic[], project: Project): readonly Silencer[] {
  const files = new Set([
    ...project.resources.map((resource) => resource.file),
    ...diagnostics.flatMap(({ file }) => (file === undefined ? [] : [file])),
  ]);
  return [...files].sort().flatMap((file) => {
    const found: Silencer[] = [];
    for (
      let line = 1, text = project.sourceLine(file, line);
      text !== undefined;
      text = project.sourceLine(file, ++line)
    ) {
      const match = comment.exec(text);
      if (match)
        found.push({ file, line, column: match.index + 1, codes: match[1]!.split(/\s*,\s*/), reason: match[2] });
    }
    return found;
  });
}
