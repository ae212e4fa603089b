import type { Project } from '../../language/project.js';
import type { ProgramRole } from '../../model/bonusProgram.js';
import { parseDuration, type Duration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import { shareOf } from './policy.js';

export function readPrograms(project: Project): ReadonlyMap<string, ProgramRole> {
  return new Map(
    project.ofKind('Program').map(({ code, spec }) => {
      const activates = durationOf(spec['activates']);
      const expires = durationOf(spec['expires']);
      const redeem = spec['redeem'];
      return [
        code,
        {
          code,
          ledger: spec['ledger'] === 'own' || spec['ledger'] === 'http' ? spec['ledger'] : 'crm',
          ...(typeof spec['loyalty'] === 'number' && { loyalty: spec['loyalty'] }),
          ...(typeof spec['connection'] === 'string' && { connection: spec['connection'] }),
          ...(activates !== undefined && { activates }),
          ...(expires !== undefined && { expires }),
          ...(isObject(redeem) && {
            redeem: { max: shareOf(redeem['max']), of: String(redeem['of'] ?? 'order.totalSumm') },
          }),
        },
      ];
    }),
  );
}

function durationOf(value: unknown): Duration | undefined {
  return typeof value === 'string' ? parseDuration(value) : undefined;
}
