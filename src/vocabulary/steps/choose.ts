import { shapes } from '../../language/shape.js';
import type { StepWord } from '../meaning/step.js';
import { stepList } from './list.js';

export const choose: StepWord = {
  name: 'choose',
  doc: 'The first branch whose condition holds; else `else`.',
  example:
    '{id: how, choose: [{if: order.totalSumm > 5000, do: [{id: call, task: {text: "Позвонить", to: manager}}]}], else: [{id: write, note: "Малый заказ"}]}',
  value: shapes.list(
    shapes.object({ if: shapes.condition({ doc: 'When.' }), do: stepList() }, { required: ['if', 'do'] }),
    { min: 1 },
  ),
  siblings: { else: stepList() },
  bodies: ({ choose: branches, else: otherwise }) => [
    ...(branches as readonly unknown[]).map((_, index) => ['choose', index, 'do']),
    ...(otherwise === undefined ? [] : [['else']]),
  ],
  run: ({ spec, evaluate }) => {
    const branches = spec['choose'] as readonly unknown[];
    const body = branches.findIndex((_, index) => evaluate(['choose', index, 'if']) === true);
    if (body >= 0) return { do: 'enter', body };
    return spec['else'] === undefined ? { do: 'next' } : { do: 'enter', body: branches.length };
  },
};
