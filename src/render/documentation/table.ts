/** A Markdown table; without rows nothing. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** `code`, safe inside a table too. */
export function code(text: string): string {
  return `\`${text}\``;
}
