import { checkProject } from '../../../src/language/check.js';
import { compileSites } from '../../../src/language/compile.js';
import { readProject } from '../../../src/language/readProject.js';
import { vocabulary } from '../../../src/vocabulary/index.js';

/** A project out of YAML texts, which must be free of errors. */
export function projectOf(
  yaml: string,
  config = 'version: 1\nname: test\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
) {
  const files = [
    { path: 'crmctl.yaml', text: config },
    { path: 'all.yaml', text: yaml },
  ];
  const project = readProject(files, new Map(), vocabulary);
  const sites = compileSites(project, vocabulary);
  const errors = checkProject(project, vocabulary, sites).filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(errors.map(({ line, code, message }) => `${line} ${code} ${message}`).join('\n'));
  return { project, sites, words: vocabulary };
}
