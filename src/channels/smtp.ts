import { Readable, type Transform } from 'node:stream';
import { createTransport } from 'nodemailer';
import { carriers } from '../vocabulary/kinds/carriers.js';
import type { ChannelProvider, Delivery } from './channel.js';

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
        begun.delete(messageId);
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
          return deliveryOf(error as SmtpError, begun.has(messageId));
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
  readonly code?: string;
}

/** An answer of the server is a definite no; silence after the message was begun is not (engine.md §6, class D). */
function deliveryOf({ message, responseCode, code }: SmtpError, begun: boolean): Delivery {
  // A wrong password is mended on our side, and then every letter can go.
  if (code === 'EAUTH' || code === 'ENOAUTH') return { outcome: 'not-sent', error: message, down: true };
  const refusal = responseCode !== undefined && responseCode >= 400;
  if (refusal && responseCode < 500) return { outcome: 'not-sent', error: message, down: responseCode === 421 };
  if (refusal || code === 'EENVELOPE') return { outcome: 'refused', error: message };
  return begun ? { outcome: 'unknown', error: message } : { outcome: 'not-sent', error: message, down: true };
}
