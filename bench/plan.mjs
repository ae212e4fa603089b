// `plan` of 1,000 resources that are all applied, against its own requests alone, sent, received and decoded by the same clients in the
// same two waves (what to list follows from what was applied): how many there are, and the time around them.
// The server is in this process, so both sides pay for it. Interleaved, medians.
import { channel } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { bigShop } from './support/bigShop.mjs';
import { load, scratchFolder } from './support/bundle.mjs';
import { median, timed } from './support/measure.mjs';

const resources = Number(process.argv[2] ?? 1000);
const rounds = 15;
const crmctl = await load({
  'apply/apply.ts': ['applyPlan'],
  'apply/journal.ts': ['beginJournal'],
  'apply/observe.ts': ['observe'],
  'crm/automation.ts': ['createAutomationClient'],
  'crm/client.ts': ['createCrmClient'],
  'language/readProject.ts': ['readProject'],
  'plan/build.ts': ['buildPlan'],
  'server/start.ts': ['startServer'],
  'vocabulary/index.ts': ['vocabulary'],
  'vocabulary/kinds/remote/index.ts': ['remotes'],
});
const { vocabulary: words, remotes } = crmctl;
const folder = scratchFolder();
const key = 'key-of-the-benchmark';
const server = await crmctl.startServer({
  crmFile: join(folder, 'crm.sqlite'),
  automationFile: join(folder, 'automation.sqlite'),
  key,
  unlimited: true,
});
const crm = crmctl.createCrmClient({ url: server.url, key });
const automation = crmctl.createAutomationClient({ url: server.url, key });
const project = crmctl.readProject(bigShop(resources), new Map(), words);
let requests = [];
channel('undici:request:create').subscribe(({ request }) => requests.push(request.path));

const first = await plan();
await crmctl.applyPlan({
  words,
  remotes,
  onProgress: () => undefined,
  crm,
  automation,
  project,
  plan: first,
  owner: 'bench',
  openJournal: () => crmctl.beginJournal(join(folder, 'journal'), first, 'bench'),
});

// What a plan asks, to ask it again without planning.
const waves = [[], []];
const noting = (client, calls) =>
  new Proxy(client, {
    get: (target, name) =>
      typeof target[name] !== 'function'
        ? target[name]
        : (...args) => {
            calls.push(() => target[name](...args));
            return target[name](...args);
          },
  });
requests = [];
const again = await plan(noting(crm, waves[1]), noting(automation, waves[0]));
const asked = requests.length;
const whole = [];
const alone = [];
for (let round = 0; round <= rounds; round++) {
  const [one, other] = [await timed(() => plan()), await timed(askAlone)];
  if (round === 0) continue;
  whole.push(one);
  alone.push(other);
}
const of = (samples, what) => median(samples.map((sample) => sample[what])) * 1000;
console.log(
  `${first.resources.length} resources applied; planned again: ${again.resources.length} changes, ${asked} requests`,
);
console.log(`the requests alone   ${of(alone, 'wall').toFixed(0)} ms wall, ${of(alone, 'cpu').toFixed(0)} ms CPU`);
console.log(
  `plan                 ${of(whole, 'wall').toFixed(0)} ms wall = ${(of(whole, 'wall') / of(alone, 'wall')).toFixed(2)} ×, ${of(whole, 'cpu').toFixed(0)} ms CPU = ${(of(whole, 'cpu') / of(alone, 'cpu')).toFixed(2)} ×`,
);
await Promise.all([crm.close(), automation.close()]);
await server.close();

async function askAlone() {
  for (const calls of waves) await Promise.all(calls.map((call) => call()));
}

async function plan(from = crm, planes = automation) {
  const observation = await crmctl.observe({ crm: from, automation: planes, words, remotes, project });
  return crmctl.buildPlan({ project, words, remotes, observation, environment: 'local' });
}
