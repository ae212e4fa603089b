import type { Project } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { writesOf } from '../../vocabulary/checks/bringsAbout.js';
import { findTriggers, stringsOf, watchedFields } from '../../vocabulary/checks/triggers.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { distinct, type Graph, type GraphEdge } from './graph.js';

const field = 'order.status';

/** The way of an order: statuses by group, where people may move it (`next`), and where triggers do. */
export function statusGraph(project: Project, words: Vocabulary): Graph {
  const groups = project.ofKind('StatusGroup').map(({ code, spec }) => ({
    name: String(spec['name'] ?? code),
    code,
    statuses: Array.isArray(spec['statuses']) ? spec['statuses'].filter(isObject) : [],
  }));
  const nodes = groups.flatMap(({ name, statuses }) =>
    statuses.map(({ code, name: label }) => ({
      id: String(code),
      label: `${String(label ?? code)} (${String(code)})`,
      shape: 'status' as const,
      group: name,
    })),
  );
  const known = new Set(nodes.map(({ id }) => id));
  const membersOf = (code: string): readonly string[] =>
    groups.find((group) => group.code === code)?.statuses.map((status) => String(status['code'])) ?? [];
  const byPeople = groups.flatMap(({ statuses }) =>
    statuses.flatMap(({ code, next }) => stringsOf(next).map((to): GraphEdge => ({ from: String(code), to }))),
  );
  const byTriggers = findTriggers(project, words).flatMap((trigger): readonly GraphEdge[] => {
    const from = trigger.forms
      .filter((form) => watchedFields(form).includes(field))
      .flatMap(({ spec }) => [spec['to'] ?? spec['is']].flat())
      .flatMap((each) => (isObject(each) ? membersOf(String(each['group'])) : stringsOf(each)));
    const to = writesOf(trigger).flatMap((write) => (write.field === field ? stringsOf(write.value) : []));
    return from.flatMap((start) =>
      to.map((end) => ({ from: start, to: end, label: trigger.resource.code, automatic: true as const })),
    );
  });
  const edges = distinct([...byPeople, ...byTriggers]).filter(({ from, to }) => known.has(from) && known.has(to));
  return { title: 'Statuses', nodes, edges };
}
