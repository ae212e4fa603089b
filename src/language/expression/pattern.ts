import { parsePattern, type Piece } from './patternSyntax.js';

/** A regular expression in the syntax of RE2 that takes time proportional to the text, whatever the pattern. */
interface Pattern {
  /** Whether it occurs anywhere in the text. */
  test(text: string): boolean;
}

/** One instruction of the automaton. `next` is an index; a set consumes one character. */
type Step =
  | { readonly step: 'set'; readonly has: (code: number) => boolean; next: number }
  | { readonly step: 'either'; next: number; other: number }
  | { readonly step: 'edge'; readonly holds: (before: number, after: number) => boolean; next: number }
  | { readonly step: 'found' };

const maxSteps = 2000;

export function compilePattern(source: string): Pattern | { readonly problem: string } {
  const parsed = parsePattern(source);
  if ('problem' in parsed) return parsed;
  const steps: Step[] = [{ step: 'found' }];
  const start = emit(parsed.piece, 0, steps);
  if (steps.length > maxSteps)
    return { problem: `the pattern is too large: its repetitions make ${steps.length} steps of at most ${maxSteps}` };
  return { test: (text) => search(steps, start, text) };
}

/** Adds the steps of a piece, which go on at `next`; returns where it begins. */
function emit(piece: Piece, next: number, steps: Step[]): number {
  if (steps.length > maxSteps) return next;
  switch (piece.piece) {
    case 'set':
      return steps.push({ step: 'set', has: piece.has, next }) - 1;
    case 'edge':
      return steps.push({ step: 'edge', holds: piece.holds, next }) - 1;
    case 'sequence':
      return piece.of.reduceRight((after, part) => emit(part, after, steps), next);
    case 'either': {
      const starts = piece.of.map((part) => emit(part, next, steps));
      return starts.reduceRight((other, each) => steps.push({ step: 'either', next: each, other }) - 1);
    }
    case 'repeat':
      return repeat(piece, next, steps);
  }
}

function repeat({ of, min, max }: Extract<Piece, { piece: 'repeat' }>, next: number, steps: Step[]): number {
  let start = next;
  if (max === Infinity) {
    const loop: Step = { step: 'either', next, other: next };
    start = steps.push(loop) - 1;
    loop.next = emit(of, start, steps);
  } else {
    for (let round = min; round < max; round++) {
      const body = emit(of, start, steps);
      start = steps.push({ step: 'either', next: body, other: next }) - 1;
    }
  }
  for (let round = 0; round < min; round++) start = emit(of, start, steps);
  return start;
}

const outside = -1;

/** All states at once, character by character: no backtracking. */
function search(steps: readonly Step[], start: number, text: string): boolean {
  const marks = new Int32Array(steps.length).fill(-1);
  let current: number[] = [];
  let before = outside;
  for (let at = 0; ;) {
    const code = text.codePointAt(at) ?? outside;
    const ready: number[] = [];
    const pending = [...current, start];
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      if (marks[state] === at) continue;
      marks[state] = at;
      const step = steps[state]!;
      if (step.step === 'found') return true;
      if (step.step === 'set') ready.push(state);
      else if (step.step === 'either') pending.push(step.other, step.next);
      else if (step.holds(before, code)) pending.push(step.next);
    }
    if (code === outside) return false;
    current = [];
    for (const state of ready) {
      const step = steps[state]!;
      if (step.step === 'set' && step.has(code)) current.push(step.next);
    }
    before = code;
    at += code > 0xffff ? 2 : 1;
  }
}
