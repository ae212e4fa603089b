import { expect, test } from 'vitest';
import { oncePerProject, oncePerResource } from '../../src/language/once.js';
import { readProject } from '../../src/language/readProject.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const files = [
  { path: 'crmctl.yaml', text: 'version: 1\nname: shop\ntimezone: Europe/Moscow\n' },
  { path: 'all.yaml', text: 'kind: Segment\ncode: a\nwhere: "true"\n---\nkind: Segment\ncode: b\nwhere: "true"\n' },
];
const read = () => readProject(files, new Map(), vocabulary);

test('what is derived of a project is derived once for it and its words', () => {
  let asked = 0;
  const count = oncePerProject(({ resources }) => (asked++, [resources.length]));
  const project = read();
  expect(count(project, vocabulary)).toBe(count(project, vocabulary));
  expect(asked).toBe(1);
  count(project, { ...vocabulary });
  count(read(), vocabulary);
  expect(asked).toBe(3);
});

test('what is derived of a resource is derived once for it in its project, even when it is nothing', () => {
  const asked: string[] = [];
  const note = oncePerResource(({ code }) => void asked.push(code));
  const project = read();
  for (const resource of [...project.resources, ...project.resources]) note(resource, project, vocabulary);
  expect(asked).toEqual(['a', 'b']);
  note(project.resources[0]!, { ...project }, vocabulary);
  expect(asked).toEqual(['a', 'b', 'a']);
});
