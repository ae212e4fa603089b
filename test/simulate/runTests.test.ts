import { describe, expect, it } from 'vitest';
import { runTests } from '../../src/simulate/runTests.js';
import { projectOf } from './support/project.js';

const shop = `
kind: Calendar
code: office
timezone: Europe/Moscow
week: {mon-fri: "09:00-18:00"}
---
kind: Channel
code: email
type: email
provider: smtp
from: shop@example.com
---
kind: Channel
code: sms
type: sms
provider: http
url: https://sms.example.com
---
kind: Template
code: hello
name: Hello
for: order
channels:
  email: {subject: "Order {{ order.number }}", body: "Hello."}
  sms: {body: "Order {{ order.number }}."}
---
kind: Trigger
code: ladder
on: {changed: order.status, to: no-answer}
exit: order.status != entry.order.status
do:
  - {id: tell, send: {template: hello}}
  - {id: pause, wait: {for: 1h, calendar: office}}
  - id: how
    choose:
      - if: order.totalSumm > 1000
        do: [{id: call, task: {text: "Call back: {{ order.number }}", due: 30m}}]
    else:
      - {id: forget, set: {order.status: cancelled, order.customFields.reason: no-answer}}
---
kind: Trigger
code: scores
on: {event: review.posted, where: review.score <= 2}
do: [{id: note, note: "Score {{ review.score }}"}]
---
kind: Trigger
code: packed
active: false
on: {changed: order.status, to: packed}
when: event.by.source == "user"
do: [{id: thanks, notify: {text: "Packed {{ order.number }}", to: =event.by.user}}]
---
kind: Trigger
code: packed-by-us
active: false
on: {changed: order.status, to: cancelled}
do: [{id: call, note: "No answer to {{ order.number }}"}]
---
kind: Trigger
code: sleeping
active: false
on: {event: call.missed}
do: [{id: back, task: {text: Call back}}]
`;

const given = `
given:
  - at: 2026-03-02 17:30
    order.created: {id: 1, number: A-1, status: new, totalSumm: 5000, customer: {id: 7, email: anna@example.com, phones: [{number: "+79990000001"}]}}
  - at: 2026-03-02 17:45
    change: {order: 1, status: no-answer}
`;

function run(...tests: readonly string[]) {
  const documents = tests.map((text, index) => `kind: Test\ncode: case-${index}\n${text.trim()}`);
  const { project, sites, words } = projectOf([shop, ...documents].join('\n---\n'));
  return runTests(project, sites, words);
}

function messages(report: ReturnType<typeof run>): readonly string[] {
  return report.cases.flatMap(({ failures }) => failures.map(({ message, nearest }) => `${message} | ${nearest}`));
}

describe('a Test document', () => {
  it('passes when what it expects happens to the minute and what it forbids does not', () => {
    const report = run(`
trigger: ladder
${given}
expect:
  - at: 2026-03-02 17:45
    send: {template: hello, via: email, to: anna@example.com}
  - at: 2026-03-03 09:45
    task: {text: "*A-1*", due: 2026-03-03 10:15}
never:
  - send: {via: push}
  - set: {order.status: "*"}
`);
    expect(messages(report)).toEqual([]);
    expect(report).toMatchObject({ format: 'crmctl.test/1', ok: true, passed: 1, failed: 0 });
    expect(report.cases[0]).toMatchObject({ address: 'test/case-0', trigger: 'trigger/ladder', ok: true, trace: [] });
  });

  it('tells a trigger who made a change', () => {
    const report = run(`
trigger: packed
${given}
  - at: 2026-03-02 18:00
    order.changed: {order: 1, changes: [{field: status, new: packed}], by: {source: user, user: 5}}
expect:
  - at: 2026-03-02 18:00
    notify: {text: "Packed A-1", to: 5}
`);
    expect(messages(report)).toEqual([]);
  });

  it('lets triggers beside the tested one bring things about, and judges and counts the tested one alone', () => {
    const packedByTheLadder = (beside: string) =>
      run(`
trigger: packed-by-us
${beside}
${given}
  - at: 2026-03-02 18:00
    change: {order: 1, totalSumm: 500}
expect:
  - at: 2026-03-03 09:45
    note: "No answer to A-1"
exact: true
`);
    expect(messages(packedByTheLadder('beside: [ladder]'))).toEqual([]);
    expect(packedByTheLadder('beside: [ladder]').coverage.missing.map(({ trigger }) => trigger)).toContain(
      'trigger/ladder',
    );
    expect(messages(packedByTheLadder(''))).toEqual([expect.stringContaining('it did not happen')]);
  });

  it('says what came closest, and what happened, when an expectation is not met', () => {
    const report = run(`
trigger: ladder
${given}
expect:
  - at: 2026-03-03 09:46
    task: {text: "*A-1*"}
  - at: 2026-03-03 09:45
    task: {text: "*A-2*"}
  - at: 2026-03-02 17:45
    note: "*"
`);
    expect(report).toMatchObject({ ok: false, passed: 0, failed: 1 });
    const task = 'task {text: "Call back: A-1"} at 2026-03-03 09:45 (step how/call, order 1, customer 7)';
    expect(messages(report)).toEqual([
      `expected task {text: "*A-1*"} at 2026-03-03 09:46, and it did not happen | ${task}: the time differs, 2026-03-03 09:46 was expected`,
      `expected task {text: "*A-2*"} at 2026-03-03 09:45, and it did not happen | ${task}: it differs`,
      expect.stringMatching(/^expected note "\*" at 2026-03-02 17:45.*another action$/),
    ]);
    const [failed] = report.cases;
    expect(failed?.trace[0]).toBe('2026-03-02 17:30  order.created (given-1)');
    expect(failed?.trace.at(-1)).toBe('2026-03-03 09:46  end');
    expect(failed?.trace.some((line) => line.includes('entered by given-2'))).toBe(true);
    expect(failed?.trace.map((line) => line.slice(0, 16))).toEqual(
      failed?.trace.map((line) => line.slice(0, 16)).sort(),
    );
    expect(failed?.failures.every(({ line }) => line > failed.line)).toBe(true);
  });

  it('fails on what must never happen, and with exact on anything else', () => {
    const report = run(
      `trigger: ladder\n${given}\nuntil: 2026-03-04 12:00\nnever:\n  - at: 2026-03-03 09:45\n    task: {text: "*"}`,
      `trigger: ladder\n${given}\nuntil: 2026-03-04 12:00\nexact: true\nexpect:\n  - at: 2026-03-02 17:45\n    send: {template: hello}`,
    );
    expect(messages(report)).toEqual([
      expect.stringContaining('must never happen, and did: task'),
      expect.stringContaining('exact, and this was not expected: task'),
    ]);
  });

  it('takes `order: 1` for `{id: 1}`, other events with their data, and changes by path or as maps', () => {
    const report = run(
      `
trigger: scores
given:
  - at: 2026-03-02 10:00
    order.created: {id: 1, number: A-1, customer: {id: 7}}
  - at: 2026-03-02 11:00
    review.posted: {order: 1, customer: 7, review: {id: r1, score: 1}}
expect:
  - at: 2026-03-02 11:00
    note: Score 1
`,
      `
trigger: ladder
given:
  - at: 2026-03-02 10:00
    order.created: {id: 1, number: A-1, status: new, customer: {id: 7}}
  - at: 2026-03-02 10:01
    change: {order: 1, status: no-answer, totalSumm: 10, delivery: {address: {city: Omsk}}, customFields.reason: none}
expect:
  - at: 2026-03-02 11:01
    set: {order.status: cancelled, order.customFields.reason: no-answer}
exact: true
`,
    );
    expect(messages(report)).toEqual([]);
    expect(report.passed).toBe(2);
  });

  it('names the recipient, the order and the customer, the step, and why something was held back', () => {
    const two = `
given:
  - at: 2026-03-02 10:00
    order.created: {id: 1, number: A-1, totalSumm: 5000, customer: {id: 7, email: anna@example.com}}
  - at: 2026-03-02 10:00
    order.created: {id: 2, number: A-2, totalSumm: 5000, customer: {id: 8, email: olga@example.com}}
  - at: 2026-03-02 10:00
    order.created: {id: 3, number: A-3, totalSumm: 5000, customer: {id: 9, firstName: Ida}}
  - at: 2026-03-02 11:00
    change: {order: 1, status: no-answer}
  - at: 2026-03-02 11:00
    change: {order: 2, status: no-answer}
  - at: 2026-03-02 11:00
    change: {order: 3, status: no-answer}
`;
    expect(
      messages(
        run(`
trigger: ladder
${two}
expect:
  - {at: 2026-03-02 11:00, about: {order: 2, customer: 8}, send: {to: olga@example.com}}
  - {at: 2026-03-02 11:00, about: {order: 1}, step: tell, send: {to: anna@example.com}}
  - {at: 2026-03-02 11:00, about: {order: 3}, reason: no-address, send: {template: hello}}
  - {at: 2026-03-02 12:00, about: {customer: 9}, step: how/call, task: {text: "*A-3*"}}
never:
  - {about: {order: 3}, send:}
  - {about: {order: 1}, reason: no-address, send:}
  - {step: forget, set: {order.status: "*"}}
`),
      ),
    ).toEqual([]);
    const [wrongOrder, done, other] = messages(
      run(`
trigger: ladder
${two}
expect:
  - {at: 2026-03-02 11:00, about: {order: 2}, step: tell, send: {to: anna@example.com}}
  - {at: 2026-03-02 11:00, about: {order: 1}, reason: no-address, send: {template: hello}}
  - {at: 2026-03-02 11:00, about: {order: 3}, reason: quiet, send: {template: hello}}
never:
  - {about: {order: 2}, send:}
`),
    );
    expect(wrongOrder).toBe(
      'expected send {to: "anna@example.com"} at 2026-03-02 11:00 (step tell, order 2), and it did not happen | ' +
        'send {to: "anna@example.com"} at 2026-03-02 11:00 (step tell, order 1, customer 7): it differs',
    );
    expect(done).toContain('(order 1, held back: no-address), and it did not happen');
    expect(done).toMatch(/step tell, order 1, customer 7\): it was done$/);
    expect(other).toMatch(/\(step tell, order 3, customer 9, skipped: no-address\): for another reason$/);
  });

  it('lets its own trigger run alone, also one that is switched off', () => {
    const report = run(`
trigger: sleeping
given:
  - at: 2026-03-02 10:00
    call.missed: {call: {id: 1, phone: "+79990000001"}}
expect:
  - at: 2026-03-02 10:00
    task: {text: Call back}
exact: true
`);
    expect(messages(report)).toEqual([]);
  });

  it('gives each expectation an effect of its own', () => {
    const twice = `
trigger: scores
given:
  - {at: 2026-03-02 10:00, order.created: {id: 1, customer: {id: 7}}}
  - {at: 2026-03-02 11:00, review.posted: {order: 1, review: {id: r1, score: 1}}}
  - {at: 2026-03-02 11:00:20, review.posted: {order: 1, review: {id: r2, score: 2}}}
`;
    const both = run(
      `${twice}expect:\n  - {at: 2026-03-02 11:00, note: "*"}\n  - {at: 2026-03-02 11:00, note: Score 1}`,
    );
    expect(messages(both)).toEqual([]);
    const three = run(`${twice}expect:\n${'  - {at: 2026-03-02 11:00, note: "*"}\n'.repeat(3)}`);
    expect(messages(three)).toEqual([expect.stringContaining('another expectation has it already')]);
  });
});

describe('a moment that a step writes', () => {
  it('is local time in a field, and ISO 8601 on its way to a service', () => {
    const report = run(`
trigger: clock
given:
  - {at: 2026-03-02 15:30, order.created: {id: 1}}
expect:
  - {at: 2026-03-02 15:30, set: {order.customFields.packedAt: "2026-03-02 15:30:00", order.customFields.due: "2026-03-03 15:30:00"}}
  - {at: 2026-03-02 15:30, emit: {data: {at: "2026-03-02T12:30:00Z"}}}
exact: true
---
kind: Trigger
code: clock
on: {event: order.created}
vars: {due: =now + days(1)}
do:
  - {id: remember, set: {order.customFields.packedAt: =now, order.customFields.due: =vars.due}}
  - {id: tell, emit: {event: custom.packed, data: {at: =now}}}
`);
    expect(messages(report)).toEqual([]);
  });
});

describe('a Validation', () => {
  const rule = `
kind: Validation
code: needs-sum
of: order
when: order.status == "no-answer" && order.totalSumm == 0
message: "Order {{ order.number }} has no sum"
`;
  const saved = (sum: number, expected: string) =>
    messages(
      run(`
trigger: scores
given:
  - {at: 2026-03-02 10:00, order.created: {id: 1, number: A-1, status: new, totalSumm: ${sum}}}
  - {at: 2026-03-02 11:00, change: {order: 1, status: no-answer}}
${expected}
---
${rule}`),
    );

  it('is expected to refuse what must not be saved, in words, and nothing else', () => {
    const refuses =
      'expect: [{at: 2026-03-02 11:00, refuse: {validation: needs-sum, text: "*A-1 has no sum"}}]\nexact: true';
    expect(saved(0, refuses)).toEqual([]);
    expect(saved(5, refuses)).toEqual([expect.stringContaining('expected refuse')]);
    expect(saved(5, 'never: [{refuse: {}}]\nuntil: 2026-03-02 12:00')).toEqual([]);
    expect(saved(0, 'never: [{refuse: {}}]\nuntil: 2026-03-02 12:00')).toEqual([expect.stringContaining('must never')]);
  });
});

describe('the answers of a Test', () => {
  it('may be that the CRM refuses: the step fails', () => {
    const report = run(`
trigger: scores
given:
  - at: 2026-03-02 17:30
    review.posted: {review: {id: r1, score: 1}, customer: {id: 7}}
answers: {note: {fails: refused}}
exact: true
until: 2026-03-03 12:00
`);
    expect(messages(report)).toEqual([expect.stringContaining('note')]);
    expect(report.cases[0]!.trace.join('\n')).toContain('refused');
  });

  const asking = `
kind: Connection
code: bonus
url: https://bonus.example.com
---
kind: Trigger
code: enrol
on: {event: customer.created}
do:
  - id: register
    http: {connection: bonus, method: POST, path: /customers, expect: [201, 409], save: {customer.discountCardNumber: =body.card}}
    onError: [{id: call, task: {text: Register by hand}}]
  - id: known
    if: steps.register.status == 409
    note: Known already
`;
  const at = '2026-03-02 12:00';
  const ask = (answer: string, expected: string): ReturnType<typeof run> =>
    run(`
trigger: enrol
given:
  - at: ${at}
    customer.created: {id: 7}
answers: {register: ${answer}}
expect:
  - {at: ${at}, http: {path: /customers}}
${expected}
exact: true
---
${asking}`);

  it('are what the step gets and keeps', () => {
    const kept = ask('{status: 201, body: {card: "77"}}', `  - {at: ${at}, set: {customer.discountCardNumber: "77"}}`);
    expect(messages(kept)).toEqual([]);
    expect(messages(ask('{status: 409}', `  - {at: ${at}, note: Known already}`))).toEqual([]);
  });

  it('fail the step when it does not expect them', () => {
    expect(messages(ask('{status: 500}', `  - {at: ${at}, task: {text: Register by hand}}`))).toEqual([]);
  });

  it('can be read by the steps behind it, also of a failure', () => {
    const failing = asking.replace('onError: [{id: call, task: {text: Register by hand}}]', 'onError: continue');
    const told = failing.replace(
      'note: Known already',
      'note: Known already\n  - {id: told, if: steps.register.status == 404, note: "{{ steps.register.body.why }}"}',
    );
    const report = run(`
trigger: enrol
given: [{at: ${at}, customer.created: {id: 7}}]
answers: {register: {status: 404, body: {why: gone}}}
expect: [{at: ${at}, http: {path: /customers}}, {at: ${at}, note: gone}]
exact: true
---
${told}`);
    expect(messages(report)).toEqual([]);
  });

  it('are those of the bank, too', () => {
    const pay = (answer: string, note: string): ReturnType<typeof run> =>
      run(`
trigger: pay
given: [{at: ${at}, order.created: {id: 1, totalSumm: 500, customer: {id: 7}}}]
answers: {link: ${answer}}
expect: [{at: ${at}, note: "${note}"}]
---
kind: Trigger
code: pay
on: {event: order.created}
do:
  - {id: link, invoice: {type: bank-card}, onError: continue}
  - {id: booked, waitFor: {event: order.changed, timeout: 0s}}
  - {id: note, note: "{{ steps.link.url|default('by hand') }} {{ order.payments|length }}"}
`);
    expect(messages(pay('{url: "https://bank.example.com/1"}', 'https://bank.example.com/1 1'))).toEqual([]);
    expect(messages(pay('{status: 503}', 'by hand 0'))).toEqual([]);
  });
});

describe('coverage', () => {
  it('counts the steps and branches that a case reaches, and names the others', () => {
    const report = run(`
trigger: ladder
${given}
expect:
  - {at: 2026-03-03 09:45, task: {text: "*"}}
`);
    const { coverage } = report;
    // tell, pause, how with two branches, call, forget; note. The inactive trigger does not count.
    expect(coverage).toMatchObject({ steps: 8, covered: 5 });
    expect(coverage.missing).toEqual([
      { trigger: 'trigger/ladder', step: 'how', branch: 'else' },
      { trigger: 'trigger/ladder', step: 'how/forget', branch: null },
      { trigger: 'trigger/scores', step: 'note', branch: null },
    ]);
    expect(coverage.untested).toEqual([
      { trigger: 'trigger/ladder', lacks: 'resting' },
      { trigger: 'trigger/scores', lacks: 'acting' },
      { trigger: 'trigger/scores', lacks: 'resting' },
    ]);
  });
});
