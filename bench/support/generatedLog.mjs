import { writeFileSync } from 'node:fs';

/** A log of about so many events, made by the demo's generator. Returns their number. */
export function writeGenerated(generateLog, wanted, path) {
  const ordersPerDay = Math.max(1, Math.round(wanted / 600));
  const lines = generateLog({
    seed: 1,
    zone: 'Europe/Moscow',
    from: Date.UTC(2026, 2, 1),
    days: 31,
    customers: ordersPerDay * 20,
    ordersPerDay,
  });
  writeFileSync(path, lines.join('\n'));
  return lines.length;
}
