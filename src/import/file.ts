/** A file with more documents at its end; a new one begins with what it is. `untold`: what the CRM's API does not say of them. */
export function appended(text: string | undefined, documents: readonly string[], untold?: string): string {
  const isNew = text === undefined || text.trim() === '';
  return (isNew ? headOf(untold) : '') + withDocuments(text, documents);
}

/** A file with more documents at its end. */
export function withDocuments(text: string | undefined, documents: readonly string[]): string {
  const added = documents.join('---\n');
  if (text === undefined || text.trim() === '') return added;
  return `${text.endsWith('\n') ? text : `${text}\n`}---\n${added}`;
}

function headOf(untold: string | undefined): string {
  const missing = untold === undefined ? '' : `# The CRM's API does not tell: ${untold}.\n`;
  return `# Written by crmctl import from what runs; yours to edit.\n${missing}`;
}
