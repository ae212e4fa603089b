import type { EventWord } from '../word.js';

export const taskEvents: readonly EventWord[] = [
  {
    name: 'task.completed',
    doc: 'An employee closed a task.',
    carries: { task: 'task', order: 'order', customer: 'customer' },
    about: 'task',
    example: {
      task: { id: 41, text: 'Call back', complete: true, performerId: 3 },
      order: { id: 17 },
      customer: { id: 7 },
    },
  },
];
