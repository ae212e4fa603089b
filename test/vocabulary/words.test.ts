import { describe, expect, it } from 'vitest';
import { checkProject } from '../../src/language/check.js';
import { compileSites } from '../../src/language/compile.js';
import type { Shape } from '../../src/language/shape.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { projectOf } from './projectOf.js';

/** What the examples of steps name. */
const shop = `kind: Calendar
code: office
week: {mon-fri: "09:00-18:00"}
---
kind: Connection
code: loyalty
url: https://bonus.example.com
---
kind: Channel
code: email
type: email
---
kind: Channel
code: sms
type: sms
---
kind: Template
code: could-not-reach
name: T
for: order
channels: {email: {subject: S, body: B}, sms: {body: B}}
---
kind: Template
code: thanks
name: T
for: order
channels: {sms: {body: B}}
---
kind: Sequence
code: reach
params: {template: template, hurry: duration}
do: [{id: legs, send: {template: =params.template}}]
---
kind: Team
code: sales
members: [user/anna@shop.ru]
---
kind: Program
code: reviews
ledger: crm
---
`;

const words = [...vocabulary.steps, ...vocabulary.actions];

describe.each(words)('the step $name', (word) => {
  it('has an example that validates in a trigger', () => {
    const around = '  - {id: ask, waitFor: {event: review.posted, timeout: 1d}}\n';
    const project = projectOf(
      `${shop}kind: Trigger\ncode: t\nname: T\non: {event: order.created}\ndo:\n${around}  - ${word.example}\n`,
    );
    const errors = checkProject(project, vocabulary, compileSites(project, vocabulary))
      .filter(({ severity }) => severity === 'error')
      // A field that a shop would declare.
      .filter(({ message }) => !message.includes('score'));
    expect(errors).toEqual([]);
  });

  it('documents itself, its keys and what stands beside it', () => {
    expect(word.doc).toMatch(/^[A-Z].*\.$/s);
    const silent = [
      ...silentKeys(word.value, word.name),
      ...Object.entries(word.siblings ?? {}).flatMap(([name, shape]) => silentKeys(shape, name, true)),
    ];
    expect(silent).toEqual([]);
  });
});

/** Keys without a word about them. */
function silentKeys(shape: Shape, path: string, own = false): readonly string[] {
  if (shape.shape === 'lazy') return [];
  const inner =
    shape.shape === 'object'
      ? Object.entries(shape.fields).flatMap(([name, field]) => silentKeys(field, `${path}.${name}`, true))
      : shape.shape === 'list'
        ? silentKeys(shape.of, path)
        : shape.shape === 'either'
          ? [shape.list, shape.map].flatMap((each) => (each ? silentKeys(each, path) : []))
          : [];
  return own && (shape.doc ?? '') === '' ? [path, ...inner] : inner;
}

describe('the steps', () => {
  it('have names of their own', () => {
    expect(new Set(words.map(({ name }) => name)).size).toBe(words.length);
  });

  it('that give a customer something are the ones that a control group does not get', () => {
    const suppressed = vocabulary.actions.filter(({ reaches, gives }) => reaches === 'customer' || gives);
    expect(suppressed.map(({ name }) => name).sort()).toEqual(['audience', 'bonus', 'coupon', 'send']);
  });
});
