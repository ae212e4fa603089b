import { compileProgram } from '../../engine/index.js';
import { ambientOf } from '../../engine/scope.js';
import type { CompiledSites } from '../../language/compile.js';
import type { Project } from '../../language/project.js';
import { address } from '../../model/address.js';
import type { Effect } from '../../model/effect.js';
import { instant, type Instant } from '../../model/instant.js';
import { readTriggers } from '../../vocabulary/roles/index.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { createMemoryState } from '../memoryState.js';
import { startSimulation } from '../simulation.js';
import { withAnswers } from './answers.js';
import { recordVisits, type Visits } from './coverage.js';
import { write, type Written } from './match.js';
import { effectText, journalText, timeText } from './narrate.js';
import { watchRefusals } from './refusals.js';
import type { TestCase } from './testCase.js';

export interface CaseRun {
  /** The last outcome of every effect of the tested trigger, in the order of time, and what Validations refused. */
  readonly effects: readonly Written[];
  /** What happened, a line each, with its local time. */
  readonly trace: readonly string[];
  readonly visits: Visits;
}

/** Runs the trigger of a Test, and those beside it, over its course of events; all others rest. */
export function runCase(test: TestCase, project: Project, sites: CompiledSites, words: Vocabulary): CaseRun {
  const zone = project.config.timezone;
  const { watched, visits } = recordVisits(withAnswers(words, test.answers), test.trigger);
  const program = compileProgram(only(project, [test.trigger, ...test.beside]), sites, watched);
  const state = createMemoryState();
  const effects = new Map<string, Effect>();
  const refused: Written[] = [];
  const refusals = watchRefusals(project, sites);
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
      // What happens before is told before.
      if (event.at > simulation.now) simulation.runUntil(instant(event.at - 1));
      tell(event.at, `${event.type} (${event.id})`);
      simulation.take(event);
      for (const each of refusals(event, ambientOf(program, state, event.at))) {
        refused.push(each);
        tell(event.at, effectText(each, zone));
      }
    }
    simulation.runUntil(test.horizon);
    tell(test.horizon, 'end');
  }
  const own = [...effects.values()].filter(({ trigger }) => trigger === address('trigger', test.trigger));
  return { effects: [...own.map((effect) => write(effect, words)), ...refused], trace, visits };
}

/** The project with these triggers alone, switched on. */
function only(project: Project, codes: readonly string[]): Project {
  const triggers = new Set(readTriggers(project).map(({ address: each }) => each));
  const wanted = new Set(codes.map((code) => address('trigger', code)));
  const resources = project.resources.flatMap((resource) => {
    if (wanted.has(resource.address)) return [{ ...resource, spec: { ...resource.spec, active: true } }];
    return triggers.has(resource.address) ? [] : [resource];
  });
  return { ...project, resources, ofKind: (kind) => resources.filter((resource) => resource.kind === kind) };
}
