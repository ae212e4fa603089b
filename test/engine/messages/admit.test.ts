import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit } from '../../../src/engine/index.js';
import { instant, parseInstant } from '../../../src/model/instant.js';
import { hour, minute } from '../../../src/model/zone.js';
import { readPolicy } from '../../../src/vocabulary/roles/index.js';
import { projectOf } from '../../simulate/support/project.js';

/** Days on which clocks are put forward or back, and one without. */
const anyDay = fc.constantFrom(
  ['Europe/Berlin', '2024-03-30T22:00:00Z'],
  ['Europe/Berlin', '2024-10-26T22:00:00Z'],
  ['Africa/Cairo', '2025-04-24T12:00:00Z'],
  ['Africa/Cairo', '2025-10-30T12:00:00Z'],
  ['Asia/Almaty', '2024-02-29T12:00:00Z'],
  ['America/New_York', '2024-03-10T04:00:00Z'],
  ['America/New_York', '2024-11-03T04:00:00Z'],
  ['Australia/Lord_Howe', '2024-04-06T10:00:00Z'],
  ['Europe/Moscow', '2026-03-02T00:00:00Z'],
);
const anyClock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
});
const anyCap = fc.constantFrom('1/day', '1/1d', '2/12h', '1/week', '1/1mo');

test('what is held back waits for a moment to come, also where clocks are put back', () => {
  fc.assert(
    fc.property(
      anyDay,
      anyClock,
      anyClock,
      anyCap,
      fc.integer({ min: 0, max: 18 * 60 }),
      fc.array(fc.integer({ min: 0, max: 48 * 60 }), { maxLength: 3 }),
      ([zone, noon], from, to, cap, minutes, ago) => {
        fc.pre(from !== to);
        const { project } = projectOf(
          `kind: Policy\ncode: default\nclasses: {service: {quiet: "${from}-${to}", caps: [${cap}]}}`,
        );
        const policy = readPolicy(project);
        const now = instant(parseInstant(noon!)! + minutes * minute);
        const sent = ago
          .toSorted((a, b) => b - a)
          .map((before) => ({ class: 'service', at: instant(now - before * minute) }));
        let at = now;
        // The night, then a cap; never for long in one place.
        for (let asked = 0; ; asked++) {
          const clearance = admit(policy, { class: 'service', zone: zone!, sent }, at);
          if (clearance.may !== 'defer') break;
          expect(clearance.until).toBeGreaterThan(at);
          expect(clearance.until - at).toBeLessThanOrEqual(clearance.reason === 'quiet' ? 25 * hour : 32 * 24 * hour);
          at = clearance.until;
          expect(asked).toBeLessThan(6);
        }
      },
    ),
    { numRuns: 300 },
  );
});
