import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

const ofService = ['connection', 'calls'] as const;

export const programLedger: CheckWord = {
  code: 'CRM331',
  name: 'program-ledger',
  doc: 'A Program whose ledger is an outside service names its Connection and the four requests; one with another ledger has no use for them.',
  run: (project) =>
    project.ofKind('Program').flatMap((resource) => {
      const { spec } = resource;
      const isService = spec['ledger'] === 'http';
      const wrong = ofService.filter((key) => (spec[key] !== undefined) !== isService);
      if (wrong.length === 0) return [];
      const keys = wrong.map((key) => `\`${key}\``).join(' and ');
      const [path, message, suggestion] = isService
        ? [['ledger'], `\`ledger: http\` needs ${keys}`, 'add them; `crmctl schema Program --docs` shows how']
        : [[wrong[0]!], `${keys} without \`ledger: http\` is of no use`, 'write `ledger: http`, or take it out'];
      return [findingAt(resource, path, { severity: 'error', code: 'CRM331', message, suggestion })];
    }),
};
