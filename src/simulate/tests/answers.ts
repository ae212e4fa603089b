import type { Vocabulary } from '../../vocabulary/word.js';

/**
 * What outside services answer in a Test, by the id of the step that asks them, or by its path in one round of a loop. `{fails: why}`:
 * the step fails, whatever it does.
 */
export type Answers = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The vocabulary, with outside services and a CRM that answer what the Test says. */
export function withAnswers(words: Vocabulary, answers: Answers): Vocabulary {
  return {
    ...words,
    actions: words.actions.map((word) => ({
      ...word,
      happen(effect, ambient) {
        const answer = answers.get(effect.step) ?? answers.get(effect.step.slice(effect.step.lastIndexOf('/') + 1));
        if (answer?.['fails'] !== undefined) return { result: {}, failed: String(answer['fails']) };
        return answer === undefined || word.answered === undefined
          ? word.happen(effect, ambient)
          : word.answered(effect, answer, ambient);
      },
    })),
  };
}
