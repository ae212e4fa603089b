import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const ways: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** What is asked for: every server that packs at all knows it. */
export const acceptedEncoding = 'gzip';

/** The text of a body, however it was packed: some proxies pack without being asked. Throws when it breaks off or is damaged. */
export function unpack(bytes: Uint8Array, encoding: string | undefined): string {
  const steps = (encoding ?? '').toLowerCase().split(',');
  const unpacked = steps.reduceRight((packed, step) => ways[step.trim()]?.(packed) ?? packed, bytes);
  return new TextDecoder().decode(unpacked);
}
