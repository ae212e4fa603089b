import { expect, test } from 'vitest';
import { smtp } from '../../src/channels/smtp.js';
import { openPostOffice, type Reception } from './postOffice.js';

const message = { id: 'effect-1', to: 'anna@example.com', subject: 'Hi', body: 'Thanks', at: 0 };

test.each<[string, Reception, object]>([
  ['accepts the letter', 'accept', { outcome: 'sent', reference: '<effect-1@crmctl>' }],
  ['knows no such recipient', { code: 550, at: 'recipient' }, { outcome: 'refused', noSuchAddress: true }],
  ['refuses the letter for good', { code: 554, at: 'letter' }, { outcome: 'refused' }],
  ['asks to come later', { code: 450, at: 'letter' }, { outcome: 'not-sent', down: false }],
  ['is closing', { code: 421, at: 'letter' }, { outcome: 'not-sent', down: true }],
  ['takes the letter and hangs up', 'cut', { outcome: 'unknown' }],
])('a mail server that %s', async (_, reception, delivery) => {
  const office = await openPostOffice();
  office.receive(reception);
  const transport = smtp.open({
    code: 'email',
    spec: { host: '127.0.0.1', port: String(office.port), from: 'shop@example.com' },
    render: () => undefined,
  });
  expect(await transport.send(message)).toMatchObject(delivery);
  expect(office.letters.map(({ effect, to }) => [effect, to])).toEqual(
    reception === 'accept' || reception === 'cut' ? [['effect-1', 'anna@example.com']] : [],
  );
  await transport.close();
});

test('a mail server that is not there: not sent, and nothing else would be', async () => {
  const office = await openPostOffice();
  const { port } = office;
  await office.close();
  const transport = smtp.open({ code: 'email', spec: { host: '127.0.0.1', port }, render: () => undefined });
  expect(await transport.send(message)).toEqual({
    outcome: 'not-sent',
    down: true,
    error: 'channel/email cannot be reached: nobody listens there (its host and port)',
  });
});

test.each([
  ['of today', { outcome: 'sent' }],
  // Mended on our side, and then every letter can go.
  ['of yesterday', { outcome: 'not-sent', down: true }],
])('a mail server that is given a password %s', async (password, delivery) => {
  const office = await openPostOffice(0, 'of today');
  const transport = smtp.open({
    code: 'email',
    spec: { host: '127.0.0.1', port: office.port, user: 'shop', password },
    render: () => undefined,
  });
  expect(await transport.send(message)).toMatchObject(delivery);
  await transport.close();
});

test('a letter that was taken without a word is not begun when it is sent once more', async () => {
  const office = await openPostOffice();
  office.receive('cut');
  const transport = smtp.open({
    code: 'email',
    spec: { host: '127.0.0.1', port: office.port },
    render: () => undefined,
  });
  expect(await transport.send(message)).toMatchObject({ outcome: 'unknown' });
  await office.close();
  expect(await transport.send(message)).toMatchObject({ outcome: 'not-sent', down: true });
  await transport.close();
});

test.each([
  [550, '5.1.1 no such user here', true],
  [550, '5.2.1 the mailbox is disabled', true],
  [550, 'User unknown', true],
  [551, 'user not local', true],
  [553, '5.1.3 bad address syntax', true],
  [552, '5.2.2 the mailbox is full', false],
  [550, '5.7.1 relaying denied', false],
  [550, 'relay not permitted', false],
  [550, 'blocked: see our policy', false],
  [554, '5.7.1 we like nobody today', false],
  [501, 'say that again', false],
])('a recipient who is refused with "%i %s": the address is at fault: %s', async (code, says, isAtFault) => {
  const office = await openPostOffice();
  office.receive({ code, at: 'recipient', says });
  const transport = smtp.open({
    code: 'email',
    spec: { host: '127.0.0.1', port: office.port },
    render: () => undefined,
  });
  const delivery = await transport.send(message);
  await transport.close();
  expect(delivery).toMatchObject({ outcome: 'refused', error: expect.stringContaining(says) as string });
  expect('noSuchAddress' in delivery).toBe(isAtFault);
});
