import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { LogError } from './logError.js';
import { createPages } from './pages.js';

const chunkSize = 1 << 18;

export interface LogBytes {
  /** The text's bytes, unpacked, in chunks of a quarter of a megabyte; each is overwritten by the next. Throws `LogError`. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Whether `again` can be asked: not of what is packed or comes through a pipe. Known with the first chunk. */
  isSeekable(): boolean;
  /** The text at a place, in bytes. Throws `LogError`. */
  again(start: number, length: number): string;
  /** Of the file's bytes as they lie on the disk; only after the last chunk. */
  sha256(): string;
  /** Bytes of the file read so far. */
  position(): number;
  /** Nothing will be asked again. */
  close(): void;
}

/** Opens a log for reading, packed (`.gz`) or plain. The only place where a back-test touches a file of events. */
export function openBytes(file: string): LogBytes {
  const hash = createHash('sha256');
  let position = 0;
  let digest: string | undefined;
  let seekable = false;
  let descriptor: number | undefined;
  const pages = createPages((bytes, from) =>
    readSync((descriptor ??= openSync(file, 'r')), bytes, 0, bytes.length, from),
  );
  const count = (chunk: Buffer): void => {
    hash.update(chunk);
    position += chunk.length;
  };

  async function* plain(): AsyncGenerator<Buffer> {
    const handle = await open(file);
    try {
      seekable = (await handle.stat()).isFile();
      // One buffer for all: fresh memory costs more than the reading.
      const buffer = Buffer.allocUnsafeSlow(chunkSize);
      for (;;) {
        const bytesRead = await fill(handle, buffer);
        if (bytesRead === 0) return;
        const chunk = buffer.subarray(0, bytesRead);
        count(chunk);
        yield chunk;
      }
    } finally {
      await handle.close();
    }
  }
  /** A file is there at once, and a thread to wait for it would cost more than the reading; others of this process get their turn. */
  const fill = async (handle: FileHandle, buffer: Buffer): Promise<number> => {
    if (!seekable) return (await handle.read(buffer, 0, chunkSize, null)).bytesRead;
    await setImmediate();
    return readSync(handle.fd, buffer, 0, chunkSize, null);
  };
  async function* unpacked(): AsyncGenerator<Buffer> {
    const source = createReadStream(file, { highWaterMark: chunkSize });
    source.on('data', (chunk) => count(chunk as Buffer)); // no encoding is set
    const gunzip = source.pipe(createGunzip({ chunkSize }));
    source.on('error', (error) => gunzip.destroy(error));
    try {
      for await (const chunk of gunzip) yield chunk as Buffer;
      // What follows the packed data belongs to the file, too.
      if (!source.readableEnded) await finished(source.resume());
    } finally {
      source.destroy();
    }
  }
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield* file.endsWith('.gz') ? unpacked() : plain();
    } catch (error) {
      throw unreadable(file, error);
    }
  }
  return {
    chunks: chunks(),
    isSeekable: () => seekable,
    again(start, length) {
      try {
        return pages.text(start, length);
      } catch (error) {
        throw unreadable(file, error);
      }
    },
    position: () => position,
    sha256: () => (digest ??= hash.digest('hex')),
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a log',
  EACCES: 'it may not be read',
  Z_BUF_ERROR: 'it ends in the middle of the packed data',
  Z_DATA_ERROR: 'its packed data is damaged',
};

function unreadable(file: string, error: unknown): LogError {
  if (error instanceof LogError) return error;
  const { code, message } = error as NodeJS.ErrnoException; // streams and files fail with these
  return new LogError(file, `${file}: ${reasons[code ?? ''] ?? message}`, { cause: error });
}
