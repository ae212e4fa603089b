import type { CompiledSites } from '../../language/compile.js';
import type { Path, Project } from '../../language/project.js';
import type { Text } from '../../language/scope.js';
import { digestOf } from '../../model/digest.js';
import { longestOf } from '../../model/duration.js';
import {
  readChannels,
  readFacts,
  readPolicy,
  readSegments,
  readTemplates,
  readTriggers,
} from '../../vocabulary/roles/index.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import type { CompiledBodies, CompiledSegment, CompiledTemplate, CompiledTrigger, Program } from '../program.js';
import { buildDeadlines } from './deadlines.js';
import { hearsMessages } from './hearsMessages.js';
import { buildListeners } from './listeners.js';
import { optional } from './steps.js';
import { compileTrigger } from './trigger.js';

/**
 * Compiles a checked project. `pinned`: triggers of earlier releases that instances still run on, compiled the same way.
 */
export function compileProgram(
  project: Project,
  sites: CompiledSites,
  words: Vocabulary,
  pinned: readonly CompiledTrigger[] = [],
): Program {
  const triggers = readTriggers(project)
    .map((resource) => compileTrigger(resource, sites, words, project))
    .sort(byPriority);
  const forms = triggers.flatMap((trigger) => trigger.forms);
  forms.forEach((form, rank) => {
    form.rank = rank;
  });
  const running = [...pinned, ...triggers];
  return {
    revision: digestOf({
      config: [project.config.timezone, project.config.locale, project.config.shop ?? {}],
      resources: project.resources.map(({ address, digest }) => [address, digest]),
    }),
    zone: project.config.timezone,
    locale: project.config.locale,
    facts: readFacts(project),
    triggers: new Map(triggers.map((trigger) => [trigger.code, trigger])),
    revisions: new Map(running.map((trigger) => [trigger.revision, trigger])),
    listeners: buildListeners(forms),
    deadlines: { order: buildDeadlines(forms, 'order'), customer: buildDeadlines(forms, 'customer') },
    kept: keptEvents(running),
    hearsMessages: hearsMessages(project, sites),
    broadcasts: broadcastsOf(running, words),
    givesForUse: running.some(({ nodes }) => nodes.some(({ action }) => action?.usedBy !== undefined)),
    hasGoals: running.some(({ goal }) => goal !== undefined),
    schedules: forms.filter(({ word }) => word.schedule !== undefined),
    segments: segmentsOf(project, sites),
    fields: { order: fieldsOf('order', words), customer: fieldsOf('customer', words) },
    policy: readPolicy(project),
    templates: templatesOf(project, sites),
    channels: readChannels(project),
  };
}

/** How long each event is kept for steps that look back. */
function keptEvents(triggers: readonly CompiledTrigger[]): Program['kept'] {
  const kept = new Map<string, number>();
  for (const { looksBack, patterns } of triggers.flatMap(({ nodes }) => nodes)) {
    if (looksBack === undefined || looksBack === 'entry') continue;
    for (const { event } of patterns) kept.set(event, Math.max(kept.get(event) ?? 0, longestOf(looksBack)));
  }
  return kept;
}

/** An event that carries neither order nor customer, such as a change of stock, concerns whoever waits for it. */
function broadcastsOf(triggers: readonly CompiledTrigger[], words: Vocabulary): Program['broadcasts'] {
  const ofPersons = new Set(
    words.events.filter(({ carries }) => 'order' in carries || 'customer' in carries).map(({ name }) => name),
  );
  const codes = new Map<string, Set<string>>();
  for (const { code, exits, goal, nodes } of triggers) {
    const patterns = [
      ...exits.flatMap((exit) => (exit.by === 'event' ? [exit.pattern] : [])),
      ...(goal === undefined ? [] : [goal]),
      ...nodes.flatMap((node) => node.patterns),
    ];
    for (const { event } of patterns)
      if (!ofPersons.has(event)) codes.set(event, (codes.get(event) ?? new Set()).add(code));
  }
  return new Map([...codes].map(([event, of]) => [event, [...of].sort()]));
}

function byPriority(a: CompiledTrigger, b: CompiledTrigger): number {
  return b.priority - a.priority || (a.code < b.code ? -1 : 1);
}

function fieldsOf(object: string, words: Vocabulary): Program['fields']['order'] {
  return words.objects.find(({ name }) => name === object)?.fields ?? {};
}

function segmentsOf(project: Project, sites: CompiledSites): readonly CompiledSegment[] {
  return readSegments(project).map(({ code, address, exclusive, of, where }) => ({
    code,
    address,
    ...optional('exclusive', exclusive),
    ...optional('of', of && sites.expression(address, of)),
    ...optional('where', where && sites.expression(address, where)),
  }));
}

function templatesOf(project: Project, sites: CompiledSites): ReadonlyMap<string, CompiledTemplate> {
  return new Map(
    [...readTemplates(project)].map(([code, { address, bodies, locales, defaults }]) => {
      const compiled = (each: typeof bodies, locale?: string): CompiledBodies => {
        const textAt = (path: Path): readonly Text[] => [sites.text(address, path, locale) ?? []].flat();
        return new Map(
          [...each].map(([type, { texts, approved }]) => [
            type,
            {
              parts: Object.entries(texts).flatMap(([part, path]) => textAt(path).map((text) => ({ part, text }))),
              ...optional('approved', approved && { ...approved, args: approved.args.flatMap(textAt) }),
            },
          ]),
        );
      };
      const others = [...locales].map(([locale, each]) => [locale, compiled(each, locale)] as const);
      return [code, { code, defaults, bodies: compiled(bodies), locales: new Map(others) }];
    }),
  );
}
