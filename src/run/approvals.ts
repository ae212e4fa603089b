import { CrmError } from '../crm/errors.js';
import type { CrmClient } from '../crm/client.js';
import { approvalIn, approvalOf } from '../engine/index.js';
import type { Project } from '../language/project.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import { messengerTemplate as home } from '../vocabulary/kinds/remote/messengerTemplate.js';
import type { RunnerStore } from './store.js';

/**
 * What messengers said since the last pass of the texts that they have to approve, as events. A key that may not read them leaves the
 * decision to the gateway.
 */
export async function readApprovals(
  crm: CrmClient,
  store: RunnerStore,
  project: Project,
  now: Instant,
): Promise<readonly Event[]> {
  const wanted = project.ofKind('MessengerTemplate');
  if (wanted.length === 0) return [];
  const found = await templatesIn(crm);
  if (found === undefined) return [];
  const specs = wanted.map(({ spec }) => spec);
  const held = new Map((home.arrange?.(found, specs) ?? found).map(({ identity, spec }) => [identity, spec]));
  return wanted.flatMap(({ code }) => {
    const { name, active, verificationStatus } = held.get(code) ?? {};
    const template = { code, name, active, verificationStatus };
    const approval = approvalIn(template);
    if (approval === approvalOf(store.state, code)) return [];
    const id = `approval-${code}-${approval}-${now}`;
    return [{ id, source: 'crm', type: 'template.moderated', at: now, data: { template } }];
  });
}

async function templatesIn(crm: CrmClient): Promise<ReturnType<typeof home.decode> | undefined> {
  const [list] = home.lists;
  try {
    return list && home.decode([await crm.list(list.call, list.key, { paged: list.paged })]);
  } catch (error) {
    if (error instanceof CrmError && ['auth', 'denied', 'not-found'].includes(error.reason)) return undefined;
    throw error;
  }
}
