import type { GlobalFlags } from './command.js';
import type { Findings } from '../render/diagnostics/findings.js';
import type { CheckedWorkspace } from '../workspace/checkWorkspace.js';
import { refuseTypingErrors, addressFilterOf, type Opened } from './planning.js';

/**
 * The project with the selected triggers and Tests alone (`--select`, `--exclude`, `--since`); what they use stays. A Test is
 * selected by itself or with its trigger, and what it runs stays with it.
 */
export function narrowed<P extends Opened>(opened: P, flags: GlobalFlags): P {
  if (flags.select === undefined && flags.exclude === undefined && flags.since === undefined) return opened;
  const { project } = opened;
  refuseTypingErrors(flags, project.resources);
  const selected = addressFilterOf(opened, flags);
  const wanted = new Set<string>(
    project.resources.flatMap(({ kind, address, spec }): readonly string[] => {
      if (kind === 'Trigger') return selected(address, spec) ? [address] : [];
      if (kind !== 'Test') return [address];
      const trigger = project.byAddress.get(`trigger/${String(spec['trigger'])}`);
      const both = [selected(address, spec), trigger !== undefined && selected(trigger.address, trigger.spec)];
      const chosen = flags.select === undefined ? both.every(Boolean) : both.some(Boolean);
      const beside = Array.isArray(spec['beside']) ? spec['beside'] : [];
      return chosen ? [address, ...[spec['trigger'], ...beside].map((code) => `trigger/${String(code)}`)] : [];
    }),
  );
  const resources = project.resources.filter(({ address }) => wanted.has(address));
  const ofKind: typeof project.ofKind = (kind) => resources.filter((resource) => resource.kind === kind);
  return { ...opened, project: { ...project, resources, ofKind } };
}

/** The findings about the selected resources; those about no resource belong to all. */
export function findingsAbout(checked: CheckedWorkspace & { readonly found: true }, flags: GlobalFlags): Findings {
  const { project, diagnostics } = checked;
  const isWhole = !diagnostics.some(({ severity, address }) => severity === 'error' && address === undefined);
  refuseTypingErrors(flags, project.resources, isWhole);
  const selected = addressFilterOf(checked, flags);
  const resources = project.resources.filter(({ address, spec }) => selected(address, spec));
  const chosen = new Set<string>(resources.map(({ address }) => address));
  return {
    skipped: project.skipped,
    files: new Set(resources.map(({ file }) => file)).size,
    resources: resources.length,
    diagnostics: diagnostics.filter(({ address }) => address === undefined || chosen.has(address)),
  };
}
