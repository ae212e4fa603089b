import { lengthOf, wrapped } from './wrap.js';

export interface ColumnsOptions {
  /** Characters of the page; default: no edge. */
  readonly width?: number;
  /** Columns that end under each other. */
  readonly right?: (column: number) => boolean;
}

const gap = '  ';
const narrowest = 12;

/**
 * Cells under each other, two blanks between them; the last of a line is not padded. An empty first cell indents. On a page that is too
 * narrow the widest columns get several lines, broken between words.
 */
export function columns(
  rows: readonly (readonly string[])[],
  { width = Infinity, right = () => false }: ColumnsOptions = {},
): readonly string[] {
  const widths = fitted(rows, width);
  return rows.flatMap((row) => {
    const cells = row.map((cell, index) => wrapped(cell, widths[index]!));
    const height = Math.max(1, ...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, index) => {
          const text = lines[line] ?? '';
          const padding = ' '.repeat(Math.max(0, widths[index]! - lengthOf(text)));
          return right(index) ? padding + text : text + padding;
        })
        .join(gap)
        .trimEnd(),
    );
  });
}

/** As wide as the cells; on a narrow page the widest give way, none below its longest word. */
function fitted(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const count = Math.max(0, ...rows.map(({ length }) => length));
  const widest = (of: (cell: string) => number): number[] =>
    Array.from({ length: count }, (_, index) => Math.max(0, ...rows.map((row) => of(row[index] ?? ''))));
  const widths = widest(lengthOf);
  if (width === Infinity) return widths;
  const least = widest((cell) => Math.max(0, ...cell.split(' ').map(lengthOf)));
  const isFlexible = (index: number): boolean => widths[index]! > Math.max(narrowest, least[index]!);
  const sum = (): number => widths.reduce((total, each) => total + each, gap.length * (count - 1));
  while (sum() > width) {
    const flexible = [...widths.keys()].filter(isFlexible);
    if (flexible.length === 0) break;
    const most = flexible.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    widths[most]! -= 1;
  }
  return widths;
}
