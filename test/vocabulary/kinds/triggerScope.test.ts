import { describe, expect, it } from 'vitest';
import type { Path } from '../../../src/language/project.js';
import { compileSites } from '../../../src/language/compile.js';
import { triggerScope } from '../../../src/vocabulary/kinds/triggerScope.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { projectOf } from '../projectOf.js';

const trigger = (rest: string): string => `kind: Trigger\ncode: t\nname: T\n${rest}`;

function scopeAt(path: Path, rest: string): Readonly<Record<string, unknown>> {
  const project = projectOf(trigger(rest));
  return triggerScope(project.resources[0]!, path, project, vocabulary);
}
const problemsOf = (rest: string): readonly string[] =>
  compileSites(projectOf(trigger(rest)), vocabulary).diagnostics.map(
    ({ line, message }) => `${String(line)}: ${message}`,
  );

const steps = 'do:\n  - {id: n, note: A}\n';

describe('what a trigger can read', () => {
  it('is the event, what it is about, and the order and customer that it carries', () => {
    expect(scopeAt(['when'], `on: {event: review.posted}\n${steps}`)).toMatchObject({
      event: { type: 'object', fields: { review: { name: 'review' }, at: { type: 'timestamp' } } },
      review: { name: 'review' },
      order: { name: 'order' },
      customer: { name: 'customer' },
    });
    expect(scopeAt(['when'], `on: {schedule: "0 11 * * TUE"}\n${steps}`)).not.toHaveProperty('customer');
  });

  it('is what stands beside the objects of the event, with its type', () => {
    const cheaper = `on: {event: price.changed, where: event.price < event.oldPrice * 0.95, each: segment("vip")}\n${steps}`;
    expect(problemsOf(cheaper)).toEqual([]);
    const wrong = `on: {event: price.changed, where: event.price == "low"}\n${steps}`;
    expect(problemsOf(wrong)).toEqual([expect.stringContaining('4: ')]);
  });

  it('is with several forms what any of them gives', () => {
    const scope = scopeAt(['when'], `on: [{event: call.missed}, {changed: order.status}]\n${steps}`);
    expect(scope).toMatchObject({ call: { name: 'call' }, order: { name: 'order' } });
    expect(scope.event).toMatchObject({ type: 'object', fields: { call: { name: 'call' }, old: { type: 'any' } } });
  });

  it('is with several forms the name of the one that fired, and no other', () => {
    const forms = 'on: [{id: bell, event: call.missed}, {changed: order.status}]';
    const asks = (condition: string) => problemsOf(`${forms}\nwhen: ${condition}\n${steps}`);
    expect(asks('event.on == "bell" || entry.event.on in ["changed"]')).toEqual([]);
    expect(asks('event.on == "bel"')).toEqual(['5: this is never "bel"']);
    expect(asks('event.on == "event"')).toEqual(['5: this is never "event"']);
  });

  it('is after a split one of its arms, or none', () => {
    const asks = (condition: string) =>
      problemsOf(
        `on: {event: order.created}\ndo:\n  - {id: test, split: {plain: 1, question: 1}}\n  - {id: n, if: '${condition}', note: A}\n`,
      );
    expect(asks('steps.test.arm == "plain" || steps.test.arm in ["plain", "question"]')).toEqual([]);
    expect(asks('steps.test.arm == "" || steps.test.arm.orValue("none") == "none"')).toEqual([]);
    expect(asks('steps.test.arm == "plane"')).toEqual(['7: this is never "plane"']);
    expect(asks('"third" in [steps.test.arm]')).toEqual(['7: this is never "third"']);
  });

  it('is after a message a channel of the project', () => {
    const channel = 'kind: Channel\ncode: letters\ntype: email\n---\n';
    const asks = (step: string, condition: string) =>
      compileSites(
        projectOf(
          `${channel}${trigger(`on: {event: order.created}\ndo:\n  - {id: tell, ${step}}\n  - {id: n, if: '${condition}', note: A}\n`)}`,
        ),
        vocabulary,
      ).diagnostics.map(({ message }) => message);
    expect(asks('send: {template: t}', 'steps.tell.channel == "letters"')).toEqual([]);
    expect(asks('send: {template: t}', 'steps.tell.channel == "email"')).toEqual(['no channel "email"']);
    expect(asks('cascade: [{via: letters}], template: t', 'steps.tell.via == "email"')).toEqual(['no channel "email"']);
  });

  it('is with `each` the element under the name of what it is', () => {
    const each = (list: string) => `on: {schedule: "0 11 * * TUE", each: '${list}'}\n${steps}`;
    expect(scopeAt(['do', 0, 'note'], each('segment("vip")'))).toMatchObject({ customer: { name: 'customer' } });
    expect(scopeAt(['do', 0, 'note'], each('orders(o, o.status == "new")'))).toMatchObject({
      order: { name: 'order' },
      customer: { name: 'customer' },
    });
    expect(scopeAt(['do', 0, 'note'], each('[1, 2]'))).toMatchObject({ element: { type: 'number' } });
    expect(scopeAt(['on', 0, 'each'], each('segment("vip")'))).not.toHaveProperty('customer');
    expect(
      scopeAt(['do', 0, 'note'], `on: {event: order.created, each: 'order.items.filter(i, i.quantity > 1)'}\n${steps}`),
    ).toMatchObject({ item: { name: 'item' } });
  });

  it('has its `vars` with the types of their literals, each from those above it', () => {
    const vars = `on: {event: order.created}\nvars: {pause: {a: 1h, b: 2h}, limit: 5, name: x, later: '=vars.limit * 2'}\n${steps}`;
    expect(scopeAt(['do', 0, 'note'], vars).vars).toMatchObject({
      fields: {
        pause: { type: 'map', of: { type: 'duration' } },
        limit: { type: 'number' },
        name: { type: 'string' },
        later: { type: 'any' },
      },
    });
    expect(Object.keys((scopeAt(['vars', 'name'], vars).vars as { fields: object }).fields)).toEqual([
      'pause',
      'limit',
    ]);
    expect(problemsOf(vars)).toEqual([]);
  });

  it('has the results of its steps, also of those inside branches', () => {
    const rest = `on: {event: order.created}
do:
  - {id: paid, waitFor: {event: order.changed, where: order.isPaid, timeout: 24h}}
  - id: which
    choose:
      - if: steps.paid.ok
        do: [{id: call, task: {text: Call, to: manager}}]
  - {id: tell, if: steps.call.ok && steps.paid.ok, note: A}
`;
    expect(problemsOf(rest)).toEqual([]);
    expect(problemsOf(rest.replace('steps.call.ok', 'steps.cal.ok'))).toEqual([expect.stringContaining('cal')]);
    expect(problemsOf(rest.replace('steps.call.ok', 'steps.call.okay'))).toEqual([expect.stringContaining('okay')]);
  });

  it('sees the new event inside waitFor, exit and goal, and the first one under entry', () => {
    const rest = `on: {event: order.created}
exit:
  - {event: review.posted, where: review.score <= entry.order.totalSumm}
  - order.status != entry.order.status
  - goal
goal: {event: call.incoming, where: call.type == "in", value: order.totalSumm}
do:
  - {id: w, waitFor: [{event: review.posted, where: event.review.score > 2 && order.id == entry.order.id}], timeout: 3d}
`;
    expect(problemsOf(rest)).toEqual([]);
    expect(problemsOf(rest.replace('event.review.score', 'event.review.scor'))).toHaveLength(1);
    expect(problemsOf(rest.replace('call.type', 'review.score'))).toHaveLength(1);
  });
});
