import type { Answer } from '../../http/plane.js';
import { transact, type Writing } from '../store/actor.js';
import type { Document, Stored } from '../store/documents.js';
import { present, success } from './answers.js';
import { readEntities, type Call } from './parameters.js';
import { Refused } from './refused.js';
import { readSite } from './sites.js';

export interface UploadOf {
  /** Body member: `orders`. */
  readonly field: string;
  readonly uploaded: string;
  readonly failed: string;
  /** Of the answer with failures. */
  readonly message: string;
  readonly create: (writing: Writing, sent: Document, site: string) => Stored;
  /** Members beside the ids of those that were taken. */
  readonly members?: (taken: readonly Stored[]) => Document;
}

/** Most rows of one upload, as the vendor's own modules send them. */
const most = 50;

/** Takes what can be taken: each row is saved or refused by itself, and 460 names the refused ones and why. */
export function answerUpload(call: Call, upload: UploadOf): Answer {
  const rows = readEntities(call, upload.field, most);
  const site = readSite(call);
  return transact(call.store, call.actor, (writing) => {
    const taken: Stored[] = [];
    const failed: Document[] = [];
    const errors: string[] = [];
    for (const row of rows) {
      const result = attempt(writing, () => upload.create(writing, row, site));
      if (!(result instanceof Refused)) taken.push(result);
      else {
        failed.push(present({ externalId: row['externalId'] }));
        errors.push(...wordsOf(result));
      }
    }
    const uploaded = taken.map(({ id, document }) => present({ id, externalId: document['externalId'] }));
    const members = { [upload.uploaded]: uploaded, ...upload.members?.(taken) };
    if (failed.length === 0) return success({ ...members, [upload.failed]: [] });
    const body = { success: false, errorMsg: upload.message, errors, ...members, [upload.failed]: failed };
    return { status: 460, body };
  });
}

/** A savepoint: what a refused row has written before it was refused is undone. */
function attempt({ store }: Writing, work: () => Stored): Stored | Refused {
  try {
    return store.db.transaction(work)();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function wordsOf({ message, errors }: Refused): string[] {
  if (errors === undefined) return [message];
  return Array.isArray(errors) ? [...errors] : Object.entries(errors).map(([name, words]) => `${name}: ${words}`);
}
