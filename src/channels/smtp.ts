import { Readable, type Transform } from 'node:stream';
import { createTransport } from 'nodemailer';
import { carriers } from '../vocabulary/kinds/carriers.js';
import type { ChannelProvider, Delivery } from './channel.js';
import { connectionProblem } from './connecting.js';

const connectTimeout = 10_000;
const answerTimeout = 30_000;

export const smtp: ChannelProvider = {
  name: 'smtp',
  defaultFor: carriers.smtp.defaultFor,
  doc: 'Letters over SMTP: `host`, `port`, `secure`, `user`, `password`, `from`, `replyTo`.',
  open({ code, spec }) {
    const port = Number(spec['port'] ?? (spec['secure'] === true ? 465 : 587));
    const mailer = createTransport({
      host: String(spec['host'] ?? 'localhost'),
      port,
      secure: spec['secure'] === true,
      connectionTimeout: connectTimeout,
      greetingTimeout: connectTimeout,
      socketTimeout: answerTimeout,
      ...(typeof spec['user'] === 'string' && { auth: { user: spec['user'], pass: String(spec['password'] ?? '') } }),
    });
    const begun = new Set<string>();
    // The text is asked for when the server has said "go on" to DATA, and not before: from then on silence is ambiguous.
    mailer.use('stream', ({ message, data: { messageId = '' } }, done) => {
      const whole = message.createReadStream.bind(message);
      const watched = (): Readable =>
        Readable.from(
          (async function* () {
            begun.add(messageId);
            yield* whole();
          })(),
          { objectMode: false },
        );
      // nodemailer only reads it and listens for its errors.
      message.createReadStream = watched as unknown as () => Transform;
      done();
    });
    return {
      async send({ id, to, subject, body, html }) {
        const messageId = `<${id}@crmctl>`;
        try {
          const { accepted } = await mailer.sendMail({
            from: String(spec['from'] ?? `${code}@localhost`),
            to,
            subject: subject ?? '',
            messageId,
            headers: { 'X-Crmctl-Effect': id },
            ...(body !== undefined && { text: body }),
            ...(html !== undefined && { html }),
            ...(typeof spec['replyTo'] === 'string' && { replyTo: spec['replyTo'] }),
          });
          return accepted.length > 0
            ? { outcome: 'sent', reference: messageId }
            : { outcome: 'refused', error: 'the server accepted no recipient' };
        } catch (error) {
          return deliveryOf(error as SmtpError, begun.has(messageId), code);
        } finally {
          begun.delete(messageId);
        }
      },
      close: async () => mailer.close(),
    };
  },
};

interface SmtpError extends Error {
  readonly responseCode?: number;
  /** What the server said, after its code. */
  readonly response?: string;
  readonly command?: string;
  readonly code?: string;
}

/** An answer of the server is a definite no; silence after the message was begun is not (docs/operations.md#when-it-crashes, class D). */
function deliveryOf(error: SmtpError, begun: boolean, channel: string): Delivery {
  const { message, responseCode, code } = error;
  // A wrong password is mended on our side, and then every letter can go.
  if (code === 'EAUTH' || code === 'ENOAUTH') return { outcome: 'not-sent', error: message, down: true };
  const refusal = responseCode !== undefined && responseCode >= 400;
  if (refusal && responseCode < 500) return { outcome: 'not-sent', error: message, down: responseCode === 421 };
  if (refusal || code === 'EENVELOPE')
    return { outcome: 'refused', error: message, ...(isNoSuchAddress(error) && { noSuchAddress: true }) };
  const problem = connectionProblem(error, `channel/${channel}`, 'host and port');
  return begun ? { outcome: 'unknown', error: problem } : { outcome: 'not-sent', error: problem, down: true };
}

/** A mailbox that is not there (RFC 5321, 4.2.2), and the words in which servers refuse us instead with the same codes. */
const mailboxCodes = [550, 551, 553];
const ofAddress = /^5\.(1\.\d+|2\.1)$/;
const aboutSender = /relay|spam|block|black ?list|denied|polic|authenticat|sender|reputation/i;

/** Nothing is written to such an address any more, so that doubt means no. */
function isNoSuchAddress({ command, responseCode = 0, response = '' }: SmtpError): boolean {
  if (command !== 'RCPT TO' || !mailboxCodes.includes(responseCode)) return false;
  const status = /^\d{3}[ -](\d\.\d+\.\d+)/.exec(response)?.[1];
  return status === undefined ? !aboutSender.test(response) : ofAddress.test(status);
}
