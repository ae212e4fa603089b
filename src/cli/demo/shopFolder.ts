import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateLog } from '../../demo/generate.js';
import { generateYear } from '../../demo/year/index.js';
import { fromLocal, parseLocal } from '../../model/zone.js';
import { vocabulary } from '../../vocabulary/index.js';
import { makeFolder } from '../../workspace/makeFolder.js';
import { readSettings } from '../../workspace/readWorkspace.js';
import { exitCodes } from '../exitCodes.js';
import { Failure } from '../failure.js';
import { fileProblem } from '../fileProblem.js';

/** March 2026 of a shop with about thirty orders a day, and the year before it for recency and frequency. */
const month = { seed: 2026, zone: 'Europe/Moscow', from: '2026-03-01', days: 31, customers: 900, ordersPerDay: 30 };
export const logFile = 'march-2026.ndjson.gz';

/** Lays the demo shop into a folder. One that is there already keeps its YAML; only the embedded CRM starts anew. */
export function makeShopFolder(dir: string, packageRoot: string): 'made' | 'kept' {
  const kept = existsSync(join(dir, 'crmctl.yaml'));
  if (kept ? !isDemo(dir) : existsSync(dir) && readdirSync(dir).length > 0)
    throw new Failure(
      exitCodes.refused,
      kept ? `${dir} holds another project, and its state would be lost` : `${dir} holds other files`,
      'name another folder: crmctl demo my-demo',
    );
  if (!kept) {
    try {
      makeFolder(dir);
      cpSync(join(packageRoot, 'examples/demo-shop'), dir, { recursive: true });
    } catch (error) {
      const cure = 'name a folder that you may write to: crmctl demo my-demo';
      throw new Failure(exitCodes.error, `cannot write into ${dir}: ${fileProblem(error)}`, cure);
    }
  }
  rmSync(join(dir, '.crmctl'), { recursive: true, force: true });
  return kept ? 'kept' : 'made';
}

/** By its name: what else is in it may have been edited. */
function isDemo(dir: string): boolean {
  const settings = readSettings(dir, vocabulary);
  return settings.found && settings.project.config.name === 'demo-shop';
}

/** Writes the month's log beside the YAML; returns its number of events. */
export function writeMonth(dir: string): number {
  const lines = generateLog({ ...month, from: fromLocal(month.zone, parseLocal(month.from)!) });
  writeFileSync(join(dir, logFile), gzipSync(`${lines.join('\n')}\n`));
  return lines.length;
}

/** Writes a log of everything, from the first of January 2026 on; compressed when the name says so. Returns its number of events. */
export function writeYear(file: string, days: number, ordersPerDay: number): number {
  const { seed, zone } = month;
  const from = fromLocal(zone, parseLocal('2026-01-01')!);
  const lines = generateYear({ seed, zone, from, days, customers: ordersPerDay * 60, ordersPerDay });
  const text = `${lines.join('\n')}\n`;
  try {
    writeFileSync(file, file.endsWith('.gz') ? gzipSync(text) : text);
  } catch (error) {
    throw new Failure(exitCodes.error, `cannot write ${file}: ${fileProblem(error)}`);
  }
  return lines.length;
}
