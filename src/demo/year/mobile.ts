/** The number of a mobile telephone of somebody who is not a customer yet. */
export function mobile(number: number): string {
  return `+79990${String(number).padStart(6, '0')}`;
}
