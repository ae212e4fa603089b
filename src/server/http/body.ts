import busboy from 'busboy';
import type { IncomingMessage } from 'node:http';
import { isObject } from '../../model/json.js';
import type { Refusal } from './plane.js';
import { nestBrackets, parseQuery } from './brackets.js';

export type ReadBody =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>>; readonly raw: Buffer }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads a body to its end and parses it by its content type; other types keep only `raw`. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<ReadBody> {
  const raw = await readBytes(incoming, limit);
  if (raw === undefined) {
    return refused({ reason: 'too-large', status: 413, message: `The body is larger than ${limit} bytes.` });
  }
  if (raw.length === 0) return { ok: true, fields: {}, raw };
  const type = incoming.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return readJson(raw);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { ok: true, fields: parseQuery(raw.toString('utf8')), raw };
  }
  if (type.startsWith('multipart/form-data')) return readMultipart(raw, type);
  return { ok: true, fields: {}, raw };
}

async function readBytes(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer; // no encoding is set on the stream, so chunks are buffers
    size += bytes.length;
    if (size > limit) return undefined;
    chunks.push(bytes);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

function readJson(raw: Buffer): ReadBody {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    if (isObject(value)) return { ok: true, fields: value, raw };
    return refused(malformed('The JSON body is no object.'));
  } catch (error) {
    return refused(malformed(`The body is no JSON: ${error instanceof Error ? error.message : String(error)}`));
  }
}

function readMultipart(raw: Buffer, type: string): Promise<ReadBody> {
  return new Promise((resolve) => {
    const pairs: [string, string][] = [];
    const fail = (error: unknown): void =>
      resolve(refused(malformed(`The body is no form: ${error instanceof Error ? error.message : String(error)}`)));
    try {
      const parser = busboy({ headers: { 'content-type': type }, limits: { fieldSize: raw.length } });
      parser.on('field', (name, value) => pairs.push([name, value]));
      parser.on('file', (_name, stream) => stream.resume());
      parser.on('error', fail);
      parser.on('close', () => resolve({ ok: true, fields: nestBrackets(pairs), raw }));
      parser.end(raw);
    } catch (error) {
      fail(error);
    }
  });
}

function malformed(message: string): Refusal {
  return { reason: 'malformed', status: 400, message };
}

function refused(refusal: Refusal): ReadBody {
  return { ok: false, refusal };
}
