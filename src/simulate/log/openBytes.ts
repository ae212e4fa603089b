import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LogError } from './logError.js';

const chunkSize = 1 << 20;

export interface LogBytes {
  /** The text's bytes, unpacked, in chunks of about a megabyte. Throws `LogError`. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Of the file's bytes as they lie on the disk; only after the last chunk. */
  sha256(): string;
  /** Bytes of the file read so far. */
  position(): number;
}

/** Opens a log for reading, packed (`.gz`) or plain. The only place where a back-test touches a file of events. */
export function openBytes(file: string): LogBytes {
  const hash = createHash('sha256');
  let position = 0;
  let digest: string | undefined;
  async function* chunks(): AsyncGenerator<Buffer> {
    const source = createReadStream(file, { highWaterMark: chunkSize });
    source.on('data', (chunk) => {
      hash.update(chunk);
      position += chunk.length;
    });
    const unpacked = file.endsWith('.gz') ? source.pipe(createGunzip({ chunkSize })) : source;
    if (unpacked !== source) source.on('error', (error) => unpacked.destroy(error));
    try {
      for await (const chunk of unpacked) yield chunk as Buffer; // no encoding is set
      // What follows the packed data belongs to the file, too.
      if (unpacked !== source && !source.readableEnded) await finished(source.resume());
    } catch (error) {
      throw unreadable(file, error);
    } finally {
      source.destroy();
    }
  }
  return { chunks: chunks(), position: () => position, sha256: () => (digest ??= hash.digest('hex')) };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a log',
  EACCES: 'it may not be read',
  Z_BUF_ERROR: 'it ends in the middle of the packed data',
  Z_DATA_ERROR: 'its packed data is damaged',
};

function unreadable(file: string, error: unknown): LogError {
  const { code, message } = error as NodeJS.ErrnoException; // streams fail with these
  return new LogError(file, `${file}: ${reasons[code ?? ''] ?? message}`, { cause: error });
}
