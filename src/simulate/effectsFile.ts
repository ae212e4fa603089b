import { closeSync, createReadStream, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Effect } from '../model/effect.js';
import { splitLines } from './log/splitLines.js';

/** A file of effects: what is final is written at once, what is still held back is put in its place at the end. */
export interface EffectsFile {
  /** A final outcome; calls come in the order of time. */
  write(effect: Effect, line: string): void;
  /** Ends the file; `held`: effects that stayed deferred, in the order of time. */
  finish(held: readonly { readonly effect: Effect; readonly line: string }[]): Promise<void>;
  /** Leaves no file behind. */
  abandon(): void;
}

const bufferSize = 1 << 18;

/** Writes beside the file and renames in the end, so that a half-written file is never taken for a whole one. */
export function createEffectsFile(path: string): EffectsFile {
  const part = `${path}.part`;
  let writer = openWriter(part);
  // When an effect was: kept beside its line, so that lines need not be parsed to be put in order.
  const times: number[] = [];
  return {
    write(effect, line) {
      times.push(effect.at);
      writer.line(line);
    },
    async finish(held) {
      writer.close();
      if (held.length > 0) {
        const merged = `${path}.merged`;
        writer = openWriter(merged);
        await mergeInto(writer, part, times, held);
        writer.close();
        rmSync(part);
        renameSync(merged, path);
      } else renameSync(part, path);
    },
    abandon() {
      writer.close();
      for (const leftover of [part, `${path}.merged`]) rmSync(leftover, { force: true });
    },
  };
}

async function mergeInto(
  writer: Writer,
  part: string,
  times: readonly number[],
  held: readonly { readonly effect: Effect; readonly line: string }[],
): Promise<void> {
  let next = 0;
  let written = 0;
  for await (const { bytes, release } of splitLines(createReadStream(part, { highWaterMark: 1 << 20 }))) {
    const lines = bytes.toString('utf8').split('\n');
    release();
    for (const line of lines) {
      for (; next < held.length && held[next]!.effect.at < times[written]!; next++) writer.line(held[next]!.line);
      writer.line(line);
      written++;
    }
  }
  for (; next < held.length; next++) writer.line(held[next]!.line);
}

interface Writer {
  line(text: string): void;
  close(): void;
}

function openWriter(path: string): Writer {
  const file = openSync(path, 'w');
  let buffered: string[] = [];
  let size = 0;
  let open = true;
  const flush = (): void => {
    if (buffered.length > 0) writeFileSync(file, buffered.join(''));
    buffered = [];
    size = 0;
  };
  return {
    line(text) {
      buffered.push(text, '\n');
      size += text.length;
      if (size >= bufferSize) flush();
    },
    close() {
      if (!open) return;
      open = false;
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}
