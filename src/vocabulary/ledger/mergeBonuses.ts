import type { ProgramRole } from '../../model/bonusProgram.js';
import { ledgerName } from './bonusMemory.js';
import { empty, readLedger } from './ledger.js';

/** Bonuses of a customer who was merged belong to the survivor, with their expiries; those of the CRM's accounts it merges itself. */
export function mergeBonuses(
  programs: Iterable<ProgramRole>,
  gone: string,
  survivor: string,
  memory: {
    readonly read: (name: string) => string | undefined;
    readonly write: (name: string, value: string) => void;
  },
): void {
  for (const { code, ledger } of programs) {
    const from = ledgerName(code, gone);
    const text = memory.read(from);
    if (ledger === 'crm' || text === undefined) continue;
    const [moved, own] = [readLedger(text), readLedger(memory.read(ledgerName(code, survivor)))];
    memory.write(
      ledgerName(code, survivor),
      JSON.stringify({ lots: [...own.lots, ...moved.lots], charges: [...own.charges, ...moved.charges] }),
    );
    memory.write(from, JSON.stringify(empty));
  }
}
