import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readLibrary } from '../../src/library/readLibrary.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { libraryFiles } from '../../src/workspace/libraryFiles.js';
import { after, emptyProject, examined } from './smallLibrary.js';

const library = readLibrary(libraryFiles(fileURLToPath(new URL('../..', import.meta.url))), vocabulary);

const anna = 'customer: {id: 7, firstName: Анна, email: anna@example.com, phones: [{number: "+79990000001"}]}';
const bought = `
  - at: 2026-03-02 12:00          # Monday
    order.created: {id: 1, number: A-1, createdAt: "2026-03-02 12:00:00", status: new, managerId: 3, ${anna}}
  - at: 2026-03-04 15:00
    change: {order: 1, status: complete}`;

/** What a trigger does beside another one that would ask, advise or win back too. */
const shared: Readonly<Record<string, readonly [automations: readonly string[], test: string]>> = {
  'nobody is called about a score that he was asked for in writing': [
    ['service-rating', 'satisfaction-call'],
    `trigger: satisfaction-call\nbeside: [service-rating]\ngiven:${bought}\nuntil: 2026-05-01 12:00`,
  ],
  'nobody is asked twice for a public review': [
    ['review-bonus', 'satisfaction-call'],
    `trigger: review-bonus-request\nbeside: [satisfaction-call-high]\ngiven:${bought}
  - at: 2026-03-09 12:00
    change: {order: 1, customFields.satisfaction: 5}
until: 2026-05-01 12:00`,
  ],
  'a newcomer is advised once, and still asked whether all is well': [
    ['newcomer-chain', 'rf-campaigns'],
    `trigger: newcomer-chain\nbeside: [rf-campaigns-new]\ngiven:${bought}
expect:
  - at: 2026-03-11 12:00
    send: {template: newcomer-chain-check}
  - at: 2026-03-11 12:00
    emit: {event: custom.newcomer-served}
until: 2026-06-01 12:00`,
  ],
  'whoever is lost is won back by one of two': [
    ['churn-and-win-back', 'rf-campaigns'],
    `trigger: rf-campaigns-lost\nbeside: [churn-and-win-back]\ngiven:${bought}\nuntil: 2027-02-01 12:00`,
  ],
  'a code for the next order does not come while another one holds': [
    ['nth-purchase', 'stage-nudge'],
    `trigger: stage-nudge\nbeside: [nth-purchase]\ngiven:${bought}\nuntil: 2026-04-20 12:00`,
  ],
  'a loyal customer hears of his cart from his manager alone': [
    ['abandoned-cart', 'loyal-abandoned-cart'],
    `trigger: abandoned-cart\nbeside: [loyal-abandoned-cart]\ngiven:${[1, 2, 3, 4]
      .map(
        (id) => `
  - at: 2026-03-0${id} 12:00
    order.created: {id: ${id}, number: A-${id}, createdAt: "2026-03-0${id} 12:00:00", status: complete, ${anna}}`,
      )
      .join('')}
  - at: 2026-03-10 13:00
    cart.changed: {cart: {items: [{offer: {id: 5, displayName: Чайник}, quantity: 1, price: 1850}], updatedAt: "2026-03-10 13:00"}, ${anna}}
until: 2026-03-30 12:00`,
  ],
  'what was looked at is written about once': [
    ['abandoned-view', 'abandoned-category'],
    `trigger: abandoned-category\nbeside: [abandoned-view]\ngiven:
  - at: 2026-03-02 10:00
    page.viewed: {page: {kind: category, category: tea, url: /tea}, ${anna}}
  - at: 2026-03-02 10:05
    page.viewed: {page: {kind: product, category: tea, offer: {id: 5, displayName: Чай}, url: /tea/5}, ${anna}}
  - at: 2026-03-02 18:00
    page.viewed: {page: {kind: category, category: tea, url: /tea}, ${anna}}
until: 2026-03-10 12:00`,
  ],
};

describe('automations that a shop may well run together', () => {
  test.each(Object.entries(shared))('%s', (_, [automations, told]) => {
    const project = after(automations, emptyProject, library);
    const outcome = (test: string) => {
      const { findings, tests } = examined({ ...project, 'tests.yaml': `kind: Test\ncode: together\n${test}\n` });
      expect(findings).toEqual([]);
      return tests.cases.find(({ address }) => address === 'test/together');
    };
    expect(outcome(`${told}\nexact: true`)).toMatchObject({ ok: true });
    // Alone it does more than that.
    expect(outcome(`${told.replace(/^beside:.*\n/m, '')}\nexact: true`)).toMatchObject({ ok: false });
  });
});
