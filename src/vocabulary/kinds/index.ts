import type { KindWord } from '../word.js';
import { calendar } from './calendar.js';
import { channel } from './channel.js';
import { connection } from './connection.js';
import { customField } from './customField.js';
import { dictionary } from './dictionary.js';
import { fragment } from './fragment.js';
import { messengerTemplate } from './messengerTemplate.js';
import { policy } from './policy.js';
import { program } from './program.js';
import { reference } from './reference.js';
import { segment } from './segment.js';
import { segmentation } from './segmentation.js';
import { sequence } from './sequence.js';
import { statusGroup } from './statusGroup.js';
import { team } from './team.js';
import { template } from './template.js';
import { test } from './test.js';
import { trigger } from './trigger.js';
import { validation } from './validation.js';

/** In the order in which a person reads them: the CRM's words first, then who, what, how, and the tests. */
export const kinds: readonly KindWord[] = [
  statusGroup,
  customField,
  dictionary,
  reference,
  messengerTemplate,
  segment,
  segmentation,
  template,
  fragment,
  trigger,
  sequence,
  validation,
  calendar,
  channel,
  connection,
  policy,
  program,
  team,
  test,
];
