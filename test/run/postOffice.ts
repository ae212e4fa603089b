import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface Letter {
  readonly effect: string;
  readonly to: string;
  readonly text: string;
}

/** What the server does with one letter. `cut`: it takes the letter and hangs up without a word. */
export type Reception =
  'accept' | 'cut' | { readonly code: number; readonly at: 'recipient' | 'letter'; readonly says?: string };

export interface PostOffice {
  readonly port: number;
  /** What was accepted or at least wholly received, in order. */
  readonly letters: readonly Letter[];
  /** For the next letters, the last for all that follow. */
  receive(...receptions: readonly Reception[]): void;
  close(): Promise<void>;
}

/** A channel by that server, and a letter about an order. */
export const thanksByMail = (port: number): string => `kind: Channel
code: email
name: Mail
type: email
host: 127.0.0.1
port: "${port}"
from: shop@example.com
---
kind: Template
code: thanks
name: Thanks
for: order
channel: email
subject: "Order {{ order.number }}"
body: "Thank you"
---
`;

/** A real mail server on a loopback port; `password`: who gives another one is sent away. */
export async function openPostOffice(port = 0, password?: string): Promise<PostOffice> {
  const letters: Letter[] = [];
  let script: readonly Reception[] = ['accept'];
  let count = 0;
  const reception = (): Reception => script[Math.min(count, script.length - 1)] ?? 'accept';
  const refusal = ({ code, says = 'not now' }: Exclude<Reception, string>): Error =>
    Object.assign(new Error(says), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: password === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ password: given }, _session, done) {
      if (given === password) done(null, { user: 'shop' });
      else done(Object.assign(new Error('who are you?'), { responseCode: 535 }));
    },
    logger: false,
    onRcptTo(_address, _session, done) {
      const kind = reception();
      if (typeof kind === 'object' && kind.at === 'recipient') {
        count++;
        done(refusal(kind));
      } else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const kind = reception();
        count++;
        if (typeof kind === 'object') return done(refusal(kind));
        const text = Buffer.concat(chunks).toString('utf8');
        const effect = /^X-Crmctl-Effect: (\S+)/m.exec(text)?.[1] ?? '';
        letters.push({ effect, to: session.envelope.rcptTo.map(({ address }) => address).join(), text });
        if (kind === 'accept') return done();
        for (const connection of server.connections)
          (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
      });
    },
  });
  server.on('error', () => undefined);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  let closed = false;
  const office: PostOffice = {
    port: (server.server.address() as AddressInfo).port, // it listens on TCP
    letters,
    receive(...receptions) {
      script = receptions;
      count = 0;
    },
    close: () =>
      closed ? Promise.resolve() : new Promise((resolve) => void ((closed = true), server.close(() => resolve()))),
  };
  onTestFinished(() => office.close());
  return office;
}
