import { Ajv } from 'ajv';
import { isObject } from '../model/json.js';
import type { Plan } from './plan.js';
import { planSchema } from './schema.js';

export type ReadPlan = { readonly plan: Plan } | { readonly problem: string };

/** Reads a saved plan. Anything that is no whole plan is a problem in words. */
export function readPlan(text: string): ReadPlan {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  const format = isObject(document) ? document['format'] : undefined;
  if (typeof format === 'string' && format !== 'crmctl.plan/1' && format.startsWith('crmctl.plan/'))
    return { problem: `it is ${format}, which another crmctl wrote: this one reads crmctl.plan/1` };
  const validate = new Ajv({ strict: false }).compile<Plan>(planSchema);
  if (validate(document)) return { plan: document };
  const [first] = validate.errors ?? [];
  return {
    problem: `it is no crmctl.plan/1: ${first?.instancePath || 'the document'} ${first?.message ?? 'does not fit'}`,
  };
}
