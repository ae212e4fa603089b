import type { CompiledTrigger } from '../../engine/program.js';
import type { ActionWord } from '../../vocabulary/meaning/action.js';
import type { StepWord } from '../../vocabulary/meaning/step.js';
import type { Vocabulary } from '../../vocabulary/word.js';

/** What a case reached: paths of steps, and `path` + branch of the choices that were taken. */
export type Visits = ReadonlySet<string>;

/** The vocabulary, with steps and actions that note when they are reached in the trigger of this code. */
export function recordVisits(
  words: Vocabulary,
  code: string,
): { readonly watched: Vocabulary; readonly visits: Visits } {
  const visits = new Set<string>();
  const step = (word: StepWord): StepWord => ({
    ...word,
    run(context) {
      const verdict = word.run(context);
      if (context.trigger === code) {
        visits.add(context.path);
        if (verdict.do === 'enter') visits.add(branchName(context.path, verdict.body));
      }
      return verdict;
    },
    ...(word.generates && {
      generates: (spec) =>
        word.generates!(spec).map((parts) =>
          parts.map((part) => ({
            ...part,
            ...(part.flow && { flow: step(part.flow) }),
            ...(part.action && { action: action(part.action) }),
          })),
        ),
    }),
  });
  const action = (word: ActionWord): ActionWord => ({
    ...word,
    prepare(context) {
      if (context.trigger === code) visits.add(context.path);
      return word.prepare(context);
    },
  });
  const watched: Vocabulary = { ...words, steps: words.steps.map(step), actions: words.actions.map(action) };
  return { watched, visits };
}

export interface Coverage {
  /** Steps, and branches of choices. */
  readonly steps: number;
  readonly covered: number;
  readonly missing: readonly { readonly trigger: string; readonly step: string; readonly branch: string | null }[];
  /** Triggers without a case in which they act, or without one in which they must not. */
  readonly untested: readonly { readonly trigger: string; readonly lacks: 'acting' | 'resting' }[];
}

export function coverageOf(
  triggers: readonly CompiledTrigger[],
  cases: readonly {
    readonly trigger: string;
    readonly acts: boolean;
    readonly rests: boolean;
    readonly visits: Visits;
  }[],
): Coverage {
  const places = triggers.flatMap((trigger) => placesOf(trigger).map((place) => ({ trigger, ...place })));
  const missing = places.filter(
    ({ trigger, visit }) => !cases.some((each) => each.trigger === trigger.code && each.visits.has(visit)),
  );
  return {
    steps: places.length,
    covered: places.length - missing.length,
    missing: missing.map(({ trigger, step, branch }) => ({ trigger: trigger.address, step, branch })),
    untested: triggers.flatMap(({ code, address }) => {
      const own = cases.filter(({ trigger }) => trigger === code);
      const lacks = [
        own.some(({ acts }) => acts) ? [] : ['acting' as const],
        own.some(({ rests }) => rests) ? [] : ['resting' as const],
      ];
      return lacks.flat().map((lack) => ({ trigger: address, lacks: lack }));
    }),
  };
}

function placesOf(trigger: CompiledTrigger): readonly { step: string; branch: string | null; visit: string }[] {
  return trigger.nodes.flatMap(({ path, spec, flow }) => {
    const bodies = flow?.loops === true ? [] : (flow?.bodies?.(spec) ?? []);
    const branches = bodies.map((body, index) => ({
      step: path,
      branch: body.filter((part) => part !== 'do').join('.'),
      visit: branchName(path, index),
    }));
    return [{ step: path, branch: null, visit: path }, ...branches];
  });
}

function branchName(path: string, body: number): string {
  return `${path}\u0000${body}`;
}
