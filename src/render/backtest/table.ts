import { columns as inColumns } from '../columns.js';
import { lengthOf } from '../wrap.js';
import type { Page } from '../page.js';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => string;
}

/** Rows as lines with aligned columns, the titles above them. Where texts beside the figures would be too narrow to be read they stand below. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], page: Page): readonly string[] {
  const others = columns.slice(1);
  const texts = others.filter(({ align }) => align !== 'right');
  const beside = columns.filter((column) => !texts.includes(column));
  const narrow = inColumns(cellsOf(beside, rows), { right: isFigure(beside) });
  const room = page.width - Math.max(...narrow.map(lengthOf));
  if (texts.length === 0 || room >= texts.length * readable || fits(columns, rows, page.width))
    return laidOut(columns, rows, page);
  const [titles = '', ...lines] = laidOut(beside, rows, page);
  return [titles, ...lines.flatMap((line, index) => [line, ...below(texts, rows[index]!, page)])]; // a line a row: figures are not broken
}

const readable = 24;

function fits<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): boolean {
  return Math.max(...inColumns(cellsOf(columns, rows)).map(lengthOf)) <= width;
}

function laidOut<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { colour, width }: Page,
): readonly string[] {
  const [titles = [], ...cells] = cellsOf(columns, rows);
  const head = titles.map((title) => (title === '' ? '' : colour.bold(title)));
  return inColumns([head, ...cells], { width, right: isFigure(columns) });
}

/** What a row has to say beside its figures, each under its title. */
function below<Row>(texts: readonly Column<Row>[], row: Row, { colour, width }: Page): readonly string[] {
  const said = texts.map(({ title, cell }) => ['  ', colour.dim(title), cell(row)]).filter(([, , text]) => text !== '');
  return inColumns(said, { width });
}

function cellsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly (readonly string[])[] {
  return [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
}

function isFigure<Row>(columns: readonly Column<Row>[]): (index: number) => boolean {
  return (index) => columns[index]!.align === 'right';
}

export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
  ];
}
