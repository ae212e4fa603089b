import { isObject } from './json.js';

/** Masks secrets in a text, also where they stand URL-encoded or inside JSON; longer ones first, so that none is cut in two. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const known = [...new Set(forms)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(known.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(pattern, '***');
}

/**
 * Masks secrets in every text of data that goes on to be worked with. What is too short to open anything, and an address without a path (which
 * stands in every link of its service), is no secret there: the data would be another.
 */
export function dataRedactor(secrets: readonly string[]): (data: unknown) => unknown {
  const redact = redactor(secrets.filter((secret) => secret.length >= shortestKey && !address.test(secret)));
  const strike = (data: unknown): unknown => {
    if (typeof data === 'string') return redact(data);
    if (Array.isArray(data)) return data.map(strike);
    if (!isObject(data)) return data;
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [redact(name), strike(value)]));
  };
  return strike;
}

const shortestKey = 6;
const address = /^(?:https?:\/\/[\w.-]+(?::\d+)?\/?|(?:[a-z\d-]+\.)+[a-z]{2,})$/;
