import { compileProgram } from '../../engine/index.js';
import type { CompiledSites } from '../../language/compile.js';
import type { Project } from '../../language/project.js';
import type { Effect } from '../../model/effect.js';
import type { Instant } from '../../model/instant.js';
import { readTriggers } from '../../vocabulary/roles/index.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { createMemoryState } from '../memoryState.js';
import { startSimulation } from '../simulation.js';
import { withAnswers } from './answers.js';
import { recordVisits, type Visits } from './coverage.js';
import { write, type Written } from './match.js';
import { effectText, journalText, timeText } from './narrate.js';
import type { TestCase } from './testCase.js';

export interface CaseRun {
  /** The last outcome of every effect, in the order of time. */
  readonly effects: readonly Written[];
  /** What happened, a line each, with its local time. */
  readonly trace: readonly string[];
  readonly visits: Visits;
}

/** Runs the one trigger of a Test over its course of events; all others rest. */
export function runCase(test: TestCase, project: Project, sites: CompiledSites, words: Vocabulary): CaseRun {
  const zone = project.config.timezone;
  const { watched, visits } = recordVisits(withAnswers(words, test.answers));
  const program = compileProgram(alone(project, test.trigger), sites, watched);
  const state = createMemoryState();
  const effects = new Map<string, Effect>();
  const trace: string[] = [];
  const tell = (at: Instant, text: string): void => void trace.push(`${timeText(at, zone)}  ${text}`);

  const [first] = test.events;
  if (first) {
    const simulation = startSimulation(program, state, watched, first.at, (outcome, now) => {
      for (const record of outcome.journal) tell(now, journalText(record));
      for (const effect of outcome.effects) {
        tell(now, effectText(write(effect, words), zone));
        effects.delete(effect.id);
        effects.set(effect.id, effect);
      }
    });
    for (const event of test.events) {
      tell(event.at, `${event.type} (${event.id})`);
      simulation.take(event);
    }
    simulation.runUntil(test.horizon);
    tell(test.horizon, 'end');
  }
  return { effects: [...effects.values()].map((effect) => write(effect, words)), trace, visits };
}

/** The project with one trigger, switched on. */
function alone(project: Project, code: string): Project {
  const others = new Set(readTriggers(project).map(({ address }) => address));
  const tested = project.byAddress.get(`trigger/${code}`);
  const resources = project.resources
    .filter((resource) => resource === tested || !others.has(resource.address))
    .map((resource) => (resource === tested ? { ...resource, spec: { ...resource.spec, active: true } } : resource));
  return { ...project, resources, ofKind: (kind) => resources.filter((resource) => resource.kind === kind) };
}
