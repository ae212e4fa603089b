import type { ActionWord } from '../meaning.js';
import { http } from './http.js';
import { note } from './note.js';
import { notify } from './notify.js';
import { send } from './send.js';
import { set } from './set.js';
import { tag } from './tag.js';
import { task } from './task.js';

/** Actions, in the order in which they are documented. */
export const actions: readonly ActionWord[] = [send, task, notify, note, set, tag, http];
