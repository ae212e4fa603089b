import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import { shapes, type ObjectShape, type Shape } from './shape.js';

const codePattern = /^[A-Za-z0-9_-]+$/;

/** What every resource may hold beside the fields of its kind (docs/language.md#lay-out-a-project). */
function commonFields(kind: KindWord): Record<string, Shape> {
  return {
    kind: shapes.choice([kind.kind], 'What the document is.'),
    code: shapes.string({
      pattern: kind.codePattern ?? codePattern,
      patternName: kind.codePattern ? `a code of a ${kind.kind}` : 'a code of Latin letters, digits, - and _',
      doc: 'Its identity, unique per kind; references name it.',
    }),
    name: shapes.string({ doc: 'Name that people see.' }),
    description: shapes.string({ multiline: true, doc: 'What it is for.' }),
    tags: shapes.oneOrMany(shapes.string(), 'Labels for --select.'),
    owner: shapes.string({ doc: 'Who answers for it.' }),
    renamedFrom: shapes.string({
      pattern: kind.codePattern ?? codePattern,
      patternName: 'a code',
      doc: 'Its code before: it is renamed, not made anew.',
    }),
    protected: shapes.boolean('true: it is never removed.'),
  };
}

const known = new WeakMap<KindWord, ObjectShape>();

/** The whole shape of a document of a kind: own fields and common ones. */
export function documentShape(kind: KindWord): ObjectShape {
  const found = known.get(kind);
  if (found) return found;
  const shape: ObjectShape = {
    ...kind.shape,
    name: kind.kind,
    doc: kind.doc,
    fields: { ...commonFields(kind), ...kind.shape.fields },
    required: ['kind', 'code', ...(kind.shape.required ?? [])],
  };
  known.set(kind, shape);
  return shape;
}

const byName = new WeakMap<Vocabulary, ReadonlyMap<string, KindWord>>();

export function kindsByName(words: Vocabulary): ReadonlyMap<string, KindWord> {
  const found = byName.get(words);
  if (found) return found;
  const kinds = new Map(words.kinds.map((kind) => [kind.kind, kind]));
  byName.set(words, kinds);
  return kinds;
}
