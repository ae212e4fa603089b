import { finding } from '../language/finding.js';
import { parseYaml } from '../language/parseYaml.js';
import type { SourceFile } from '../language/project.js';
import { shapes } from '../language/shape.js';
import { sourceOf } from '../language/source.js';
import { read } from '../language/walk/read.js';
import { startWalk } from '../language/walk/walk.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Automation } from './automation.js';

/** What an automation says of itself, in its `automation.yaml`. */
export type About = Pick<Automation, 'name' | 'nameRu' | 'summary' | 'covers' | 'alternatives'>;

const line = (doc: string) => shapes.string({ pattern: /^[^\n]+$/, patternName: 'one line', doc });

const aboutShape = shapes.object(
  {
    name: line('Name in English.'),
    nameRu: line('Name in Russian.'),
    summary: line('What it does, in one line.'),
    covers: shapes.list(
      shapes.string({ pattern: /^S\d-[A-Z]?\d+[a-z]?$/, patternName: 'an id of the catalog such as S1-11' }),
      { min: 1, doc: 'Rows of the catalog that it covers.' },
    ),
    alternatives: shapes.list(line('Code of an automation.'), {
      doc: 'Automations that do the same another way: a shop runs one of them.',
    }),
  },
  { name: 'Automation', required: ['name', 'nameRu', 'summary', 'covers'] },
);

const nothing: About = { name: '', nameRu: '', summary: '', covers: [], alternatives: [] };

/** Reads an `automation.yaml`; what is missing or wrong is located and stays empty. */
export function readAbout(file: SourceFile): { readonly about: About; readonly diagnostics: readonly Diagnostic[] } {
  const source = sourceOf(file);
  const [document] = parseYaml(file.text);
  const [error] = document?.errors ?? [];
  if (!document?.contents || error)
    return { about: nothing, diagnostics: [finding(source, 'syntax', 0, 1, error?.message ?? 'the file is empty')] };
  const walk = startWalk({ source, document, attachments: new Map(), interpolates: () => false });
  // The shape gives an object of this form, each member checked.
  const about = read(aboutShape, document.contents, walk) as Partial<About> | undefined;
  return { about: { ...nothing, ...about }, diagnostics: walk.diagnostics };
}
