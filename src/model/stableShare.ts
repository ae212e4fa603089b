/** A share in [0, 1) that is the same for the same words on every host and at every time. */
export function stableShare(...parts: readonly string[]): number {
  // FNV-1a over the joined words, then a finaliser: even, cheap, and no secret.
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 0x1_0000_0000;
}
