import type { ReadingCode } from './codes.js';

/** Diagnostic codes of commands that connect: which environment, and what it lacks. CRM17x. */
export const environmentCodes = {
  unknownEnvironment: {
    code: 'CRM170',
    name: 'unknown-environment',
    doc: 'crmctl.yaml declares no environment of this name.',
  },
  whichEnvironment: {
    code: 'CRM171',
    name: 'which-environment',
    doc: 'The project has several environments, none of them is called `local`, and neither `-e` nor `CRMCTL_ENV` names one.',
  },
  missingVariable: {
    code: 'CRM172',
    name: 'missing-variable',
    doc: 'The chosen environment uses a variable of the process environment that is not set. Only commands that connect need it.',
  },
  incompleteEnvironment: {
    code: 'CRM173',
    name: 'incomplete-environment',
    doc: 'An environment lacks what connecting needs: a CRM elsewhere needs `url` and `key`, an automation API elsewhere `url` and `token`.',
  },
  stateUnusable: {
    code: 'CRM174',
    name: 'state-unusable',
    doc: 'The folder `.crmctl/<environment>/` with the key and the data cannot be made, read or written.',
  },
  connectionDiffers: {
    code: 'CRM175',
    name: 'connection-differs',
    doc: 'The CRM of the environment does not fit the project: rights that the key lacks, another shop, time zone, currency or clock. Found by `validate --online`.',
  },
  unknownUser: {
    code: 'CRM176',
    name: 'unknown-user',
    doc: 'A person `user/<e-mail>` whom the CRM does not know. Found by `validate --online`.',
  },
} as const satisfies Readonly<Record<string, ReadingCode>>;
