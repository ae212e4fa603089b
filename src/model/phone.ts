/** Digits only, with the country; a Russian number may begin with 8 or lack the country. `undefined`: too short to be one. */
export function plainPhone(phone: unknown): string | undefined {
  const digits = typeof phone === 'string' ? digitsOf(phone) : '';
  if (digits.length < 5) return undefined;
  if (digits.length === 11 && digits.startsWith('8')) return `7${digits.slice(1)}`;
  return digits.length === 10 && digits.startsWith('9') ? `7${digits}` : digits;
}

/** Most numbers are written as `+` and digits: a log has a million of them. */
function digitsOf(phone: string): string {
  const start = phone.startsWith('+') ? 1 : 0;
  for (let index = start; index < phone.length; index++) {
    const digit = phone.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return phone.replace(/\D/g, '');
  }
  return phone.slice(start);
}
