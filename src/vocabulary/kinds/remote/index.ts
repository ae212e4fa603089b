import type { RemoteKind } from '../../remoteKind.js';
import { customField } from './customField.js';
import { dictionary } from './dictionary.js';
import { messengerTemplate } from './messengerTemplate.js';
import { reference } from './reference.js';
import { statusGroup } from './statusGroup.js';

/** Homes in the CRM by kind. */
export const remotes: Readonly<Record<string, RemoteKind>> = {
  StatusGroup: statusGroup,
  CustomField: customField,
  Dictionary: dictionary,
  Reference: reference,
  MessengerTemplate: messengerTemplate,
};
