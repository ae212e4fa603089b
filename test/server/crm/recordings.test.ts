import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordings, recordingsPresent } from './recorded.js';

/** Recorded answers that no shape is compared with. */
const exceptions: Readonly<Record<string, string>> = {
  'Error/errorResponseHandling': 'one line of the envelope, which transport.test.ts compares whole',
  'Error/postErrorResponseHandling': 'one line of the envelope, which transport.test.ts compares whole',
  'Files/upload': 'the body is no form; files.test.ts compares the answer whole',
  'Payments/check': 'needs the id of an invoice; integrations.test.ts compares the answer whole',
  'Payments/updateInvoice': 'needs the id of an invoice; integrations.test.ts sends it',
  'Payments/getInvoice': 'the recorded answer is a refusal without words',
};

describe.skipIf(!recordingsPresent)('the recorded answers', () => {
  it('are all held to, or left out for a reason', () => {
    const folder = new URL('.', import.meta.url);
    const tests = readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts') && name !== 'recordings.test.ts')
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    const free = recordings().filter((name) => !tests.includes(`'${name}'`));
    expect(free).toEqual(Object.keys(exceptions).sort());
  });
});
