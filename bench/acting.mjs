// A back-test of a shop that acts: the demo shop, in which nearly every event starts a run that waits and ends in a message, over generated
// events. The floor only reads and parses them, so that the ratio says what acting costs, not what could be saved. One run, one machine.
// `node bench/acting.mjs [events]`
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { load, root, scratchFolder } from './support/bundle.mjs';
import { writeGenerated } from './support/generatedLog.mjs';
import { rate, timed } from './support/measure.mjs';

const wanted = Number(process.argv[2] ?? 100_000);
const { backtest, readLog, readWorkspace, compileSites, vocabulary, generateLog } = await load({
  'simulate/backtest.ts': ['backtest'],
  'simulate/readLog.ts': ['readLog'],
  'workspace/readWorkspace.ts': ['readWorkspace'],
  'language/compile.ts': ['compileSites'],
  'vocabulary/index.ts': ['vocabulary'],
  'demo/generate.ts': ['generateLog'],
});
const { project } = readWorkspace(join(root, 'examples/demo-shop'), vocabulary);
const sites = compileSites(project, vocabulary);
const log = join(scratchFolder(), 'log.ndjson');
const written = writeGenerated(generateLog, wanted, log);

await floor();
const least = await timed(floor);
const run = await timed(() =>
  backtest({ project, sites, words: vocabulary, log: readLog([log], project.config.timezone) }),
);
const { entered, effects } = run.result.totals;
const done = Object.values(effects).reduce((sum, count) => sum + count, 0);
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${written} events: ${entered} entered, ${done} effects; CPU time`);
console.log(`read and JSON.parse   ${rate(written, least.cpu)}`);
console.log(
  `a shop that acts      ${rate(written, run.cpu)}, ${rate(done, run.cpu)} of effects   ${(run.cpu / least.cpu).toFixed(0)} × the floor; ${megabytes} MB at most`,
);

async function floor() {
  let known = 0;
  for await (const line of createInterface({ input: createReadStream(log) }))
    if (typeof JSON.parse(line).type === 'string') known++;
  return known;
}
