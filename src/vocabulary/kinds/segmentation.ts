import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';
import { codesOf, innerCode } from './fields.js';
import { populationScope } from './segment.js';

export const segmentation: KindWord = {
  kind: 'Segmentation',
  prefix: 'segmentation',
  plural: 'segmentations',
  doc: 'An ordered set of segments that share a population: each customer belongs to the first one that matches.',
  example: `kind: Segmentation
code: rf
name: RF
of: customer.ordersCount >= 1
segments:
  - {code: loyal, name: Лояльные, where: customer.ordersCount >= 4 && customer.daysSinceLastOrder <= 90}
  - {code: fresh, name: Новые, where: customer.daysSinceLastOrder <= 30}
  - {code: sleeping, name: Дремлющие}
`,
  shape: shapes.object(
    {
      of: shapes.condition({ doc: 'The population that is divided. Absent: all customers.' }),
      segments: shapes.list(
        shapes.object(
          {
            code: innerCode('Code of the segment, unique over all segments.'),
            name: shapes.string({ doc: 'Name that people see.' }),
            where: shapes.condition({
              doc: 'Who belongs to it, of those whom no segment above took. Absent: everybody left.',
            }),
          },
          { name: 'SegmentationPart', required: ['code', 'name'] },
        ),
        { min: 1, doc: 'The segments; the first match wins.' },
      ),
      active: shapes.boolean('false: validated and planned, not computed. Default: true.'),
    },
    { required: ['segments'] },
  ),
  also: (spec) => codesOf(spec.segments).map((code) => `segment/${code}`),
  executor: 'runner',
  declares: (spec) => ({ segment: codesOf(spec.segments) }),
  listKeys: { segments: 'code' },
  scopeAt: populationScope,
};
