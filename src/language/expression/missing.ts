/** Whether a value counts as missing: the CRM leaves a field out, gives `null` and gives `""`, and means the same by them. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === '';
}
