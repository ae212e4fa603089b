export interface HunkLine {
  readonly sign: ' ' | '-' | '+' | '…';
  readonly text: string;
}

const context = 1;

/** Two long texts as the lines in which they differ, with a line around them; what lies between is left out. */
export function hunks(before: string, after: string): readonly HunkLine[] {
  const lines = aligned(before.split('\n'), after.split('\n'));
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some((line) => line.sign !== ' '),
  );
  return lines.flatMap((line, index) => {
    if (near[index]) return [line];
    return index > 0 && near[index - 1] ? [{ sign: '…', text: '' } as const] : [];
  });
}

/** The longest common subsequence of lines, by the usual table. Common heads and tails are taken off first. */
function aligned(before: readonly string[], after: readonly string[]): readonly HunkLine[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (lines: readonly string[]): readonly HunkLine[] => lines.map((text) => ({ sign: ' ', text }));
  const middle = changed(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

function changed(before: readonly string[], after: readonly string[]): readonly HunkLine[] {
  const common = commonLengths(before, after);
  const lines: HunkLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ sign: ' ', text: before[i]! });
      [i, j] = [i + 1, j + 1];
    } else if (j >= after.length || (i < before.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ sign: '-', text: before[i]! });
      i += 1;
    } else {
      lines.push({ sign: '+', text: after[j]! });
      j += 1;
    }
  }
  return lines;
}

function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      table[i]![j] =
        before[i] === after[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
