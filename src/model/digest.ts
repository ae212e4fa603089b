import { createHash, hash } from 'node:crypto';

/** JSON with the keys of every map in order and without `undefined`: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const map = value as Readonly<Record<string, unknown>>;
  let members = '';
  for (const key of Object.keys(map).sort()) {
    if (map[key] === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(map[key])}`;
  }
  return `{${members}}`;
}

declare const digestBrand: unique symbol;

/** SHA-256 of canonical JSON, in hexadecimal. */
export type Digest = string & { readonly [digestBrand]: 'Digest' };

export function digestOf(value: unknown): Digest {
  return createHash('sha256').update(canonicalJson(value)).digest('hex') as Digest;
}

const namespace = Buffer.from('6f1c2d0a5b3e4c7f9a1d8e2b4c6f0a35', 'hex');
/** The namespace with room for a name behind it: made once, because ids are made for every step. */
const room = Buffer.concat([namespace, Buffer.alloc(2048)]);
/** The room up to the end of a name, by its length. */
const filled: Buffer[] = [];

function inNamespace(name: string): Buffer {
  if (name.length * mostBytes > room.length - namespace.length) return Buffer.concat([namespace, Buffer.from(name)]);
  const length = namespace.length + room.write(name, namespace.length);
  return (filled[length] ??= room.subarray(0, length));
}

/** That a UTF-16 unit takes in UTF-8. */
const mostBytes = 3;

/** The text of a UUID, filled anew for each. A string that is put together of pieces keeps them all, seven times as much; many ids are kept. */
const text = Buffer.from('00000000-0000-5000-8000-000000000000');
const dash = '-'.charCodeAt(0);
const [versionAt, variantAt] = [14, 19];
const variants = Buffer.from('89ab');

/** A name-based UUID (RFC 9562, version 5) in crmctl's namespace; parts are joined unambiguously. */
export function uuid5(...parts: readonly string[]): string {
  const hex = hash('sha1', inNamespace(parts.join('\u0000')), 'hex');
  for (let at = 0, from = 0; at < text.length; at++) {
    if (text[at] === dash) continue;
    if (at !== versionAt) text[at] = hex.charCodeAt(from);
    from++;
  }
  text[variantAt] = variants[Number.parseInt(hex[16]!, 16) & 3]!;
  return text.toString('latin1');
}
