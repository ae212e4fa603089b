import type { Transport } from '../channels/channel.js';
import { providerOf } from '../channels/index.js';
import type { CrmClient } from '../crm/client.js';
import { buildEvaluators } from '../engine/index.js';
import { compileSites } from '../language/compile.js';
import { interpolateValue } from '../language/interpolateValue.js';
import type { Project } from '../language/project.js';
import type { Scope } from '../language/scope.js';
import { parseRate } from '../model/rate.js';
import { dataRedactor, redactor } from '../model/redact.js';
import { readTeams } from '../vocabulary/roles/index.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { DeclaringResource, Executors } from './outbox/outgoing.js';
import { readPeople } from './people.js';
import type { RunnerStore } from './store.js';

export interface OpenedExecutors {
  readonly executors: Executors;
  /** `${NAME}` that the environment does not set, by address: what needs them fails when it is used. */
  readonly missing: readonly { readonly address: string; readonly name: string }[];
  close(): Promise<void>;
}

/** Opens what carries effects out: the release's channels and connections with `${NAME}` filled in from this process's environment. */
export async function openExecutors(
  project: Project,
  crm: CrmClient,
  store: RunnerStore,
  words: Vocabulary,
  variables: Readonly<Record<string, string | undefined>>,
  embedded: boolean,
): Promise<OpenedExecutors> {
  const missing: { address: string; name: string }[] = [];
  const secrets: string[] = [];
  const fill = (address: string, spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const filled = interpolateValue(spec, variables);
    missing.push(...filled.missing.map(({ name }) => ({ address, name })));
    secrets.push(...filled.secrets);
    return filled.value;
  };
  const sites = compileSites(project, words);
  const transports = new Map<string, { transport: Transport; resend: boolean }>();
  for (const { code, address, spec } of project.ofKind('Channel')) {
    const provider = providerOf(spec);
    if (provider === undefined) continue;
    const settings = fill(address, spec);
    const evaluators = buildEvaluators(address, settings, sites);
    const transport = provider.open({
      code,
      spec: settings,
      // The texts of a gateway are about `message` alone; they read no world.
      render: (path, about) => evaluators.at(path)(about as unknown as Scope, () => undefined),
    });
    transports.set(code, { transport, resend: spec['resend'] === true });
  }
  const connections = new Map(
    project.ofKind('Connection').map(({ code, address, spec }) => [code, fill(address, spec)]),
  );
  const rates = new Map(
    [...project.ofKind('Channel'), ...project.ofKind('Connection')].flatMap(({ address, spec }) => {
      const rate = typeof spec['rate'] === 'string' ? parseRate(spec['rate']) : undefined;
      return rate === undefined ? [] : [[address, rate] as const];
    }),
  );
  const declared = new Map<string, DeclaringResource>();
  for (const { kind, code, address, spec } of [...project.ofKind('Connection'), ...project.ofKind('Program')]) {
    const filled = kind === 'Connection' ? (connections.get(code) ?? spec) : spec;
    const evaluators = buildEvaluators(address, filled, sites);
    declared.set(address, {
      spec: filled,
      render: (path, scope, missed) => evaluators.at(path)(scope, missed),
    });
  }
  const findPerson = await readPeople(crm, store, readTeams(project));
  return {
    executors: {
      crm,
      transports,
      connections,
      rates,
      declared,
      embedded,
      findPerson,
      redact: redactor(secrets),
      redactData: dataRedactor(secrets),
    },
    missing,
    async close() {
      for (const { transport } of transports.values()) await transport.close();
    },
  };
}
