import { isObject } from '../../model/json.js';
import type { Project } from '../../language/project.js';
import { findSendings } from '../../vocabulary/checks/channels.js';
import { writesOf } from '../../vocabulary/checks/bringsAbout.js';
import { awaitedEvents, findTriggers, watchedFields } from '../../vocabulary/checks/triggers.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { distinct, type Graph, type GraphEdge, type GraphNode } from './graph.js';

/** What starts each trigger, what it writes and brings about (which may start others), and what it sends. */
export function triggerGraph(project: Project, words: Vocabulary): Graph {
  const triggers = findTriggers(project, words);
  const sendings = findSendings(project, words);
  const nodes = new Map<string, GraphNode>();
  const nodeOf = (id: string, label: string, shape: GraphNode['shape']): string => {
    nodes.set(id, { id, label, shape });
    return id;
  };
  const edges = triggers.flatMap((trigger): readonly GraphEdge[] => {
    const { resource, forms } = trigger;
    const self = nodeOf(resource.address, String(resource.spec['name'] ?? resource.code), 'trigger');
    const starts = forms.flatMap((form): readonly GraphEdge[] => {
      const named = [...watchedFields(form), ...awaitedEvents(form)];
      const occasions = named.length > 0 ? named : [`${form.word.name} ${textOf(form.spec[form.word.name])}`];
      return occasions.map((occasion) => ({
        from: nodeOf(occasion, occasion.replace(/^event /, ''), 'occasion'),
        to: self,
        ...(named.length > 0 && form.word.name !== 'event' && { label: labelOf(form.word.name, form.spec) }),
      }));
    });
    const writes = writesOf(trigger).map(({ field, value }): GraphEdge => ({
      from: self,
      to: nodeOf(field, field.replace(/^event /, ''), 'occasion'),
      ...(typeof value === 'string' && { label: value }),
    }));
    const sends = sendings
      .filter((sending) => sending.resource === resource)
      .map(({ template }): GraphEdge => ({
        from: self,
        to: nodeOf(template.address, String(template.spec['name'] ?? template.code), 'message'),
      }));
    return [...starts, ...writes, ...sends];
  });
  return { title: 'Triggers', nodes: [...nodes.values()], edges: distinct(edges) };
}

function labelOf(name: string, spec: Readonly<Record<string, unknown>>): string {
  const value = spec['to'] ?? spec['is'];
  return value === undefined ? name : `${name} ${textOf(value)}`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([key, member]) => `${key} ${textOf(member)}`)
    .join(', ');
}
