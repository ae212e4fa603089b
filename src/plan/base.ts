import type { Account } from '../language/account.js';
import type { Project } from '../language/project.js';
import { digestOf } from '../model/digest.js';
import type { AutomationState, ReleaseConfig } from '../model/release.js';
import type { Comparison } from './compare.js';
import type { Base } from './plan.js';

/** What a plan was made from, in digests. */
export function baseOf(project: Project, comparisons: readonly Comparison[], state: AutomationState): Base {
  const touched = comparisons.filter((comparison) => comparison.verdict.is === 'changed');
  return {
    configuration: configurationDigest(project),
    applied: appliedDigest(state.applied),
    settings: digestOf(state.config),
    objects: Object.fromEntries(touched.map((comparison) => [comparison.address, objectDigest(comparison)])),
    record: comparisons
      .filter(({ verdict }) => verdict.is === 'unchanged' && verdict.record)
      .map(({ address }) => address),
    forget: comparisons.filter(({ verdict }) => verdict.is === 'forgotten').map(({ address }) => address),
  };
}

/** Of everything that the repository says. */
export function configurationDigest(project: Project): string {
  const resources = project.resources.toSorted((a, b) => (a.address < b.address ? -1 : 1));
  return digestOf([settingsOf(project), resources.map(({ address, digest }) => [address, digest])]);
}

export function appliedDigest(copies: readonly { readonly address: string; readonly digest: string }[]): string {
  return digestOf(copies.map(({ address, digest }) => `${address} ${digest}`).toSorted());
}

/** Of one object in all the planes that hold a part of it. */
export function objectDigest({ held, old }: Comparison): string {
  return digestOf({ ...held, old: old?.held });
}

/** What the runner needs beside the resources: settings of crmctl.yaml, fields of the account. */
export function settingsOf({ config, account }: Project): ReleaseConfig {
  const { name, timezone, currency, locale, tasks, shop } = config;
  return {
    ...{ name, timezone, currency, locale },
    ...(tasks && { tasks }),
    ...(shop && { shop }),
    ...fieldsOf(account),
  };
}

/** An object of which the documents say everything needs no mention. */
function fieldsOf(account: Account | undefined): Pick<ReleaseConfig, 'fields'> {
  const told = Object.entries(account?.fields ?? {}).filter(([, fields]) => Object.keys(fields).length > 0);
  return told.length === 0 ? {} : { fields: Object.fromEntries(told) };
}
