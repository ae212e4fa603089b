import { createTransport } from 'nodemailer';
import type { ChannelProvider, Delivery } from './channel.js';

/** Commands that precede the message itself: whoever fails there was given nothing. */
const beforeMessage = new Set([
  'CONN',
  'EHLO',
  'HELO',
  'STARTTLS',
  'AUTH',
  'AUTH LOGIN',
  'AUTH PLAIN',
  'MAIL FROM',
  'RCPT TO',
]);
const connectTimeout = 10_000;
const answerTimeout = 30_000;

export const smtp: ChannelProvider = {
  name: 'smtp',
  defaultFor: ['email'],
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
    return {
      async send({ id, to, subject, body, html }) {
        try {
          const { messageId, accepted } = await mailer.sendMail({
            from: String(spec['from'] ?? `${code}@localhost`),
            to,
            subject: subject ?? '',
            messageId: `<${id}@crmctl>`,
            headers: { 'X-Crmctl-Effect': id },
            ...(body !== undefined && { text: body }),
            ...(html !== undefined && { html }),
            ...(typeof spec['replyTo'] === 'string' && { replyTo: spec['replyTo'] }),
          });
          return accepted.length > 0
            ? { outcome: 'sent', reference: messageId }
            : { outcome: 'refused', error: 'the server accepted no recipient' };
        } catch (error) {
          return deliveryOf(error as SmtpError);
        }
      },
      close: async () => mailer.close(),
    };
  },
};

interface SmtpError extends Error {
  readonly command?: string;
  readonly responseCode?: number;
  readonly code?: string;
}

/** An answer of the server is a definite no; silence after the message was begun is not (engine.md §6, class D). */
function deliveryOf({ message, command, responseCode, code }: SmtpError): Delivery {
  if (responseCode !== undefined)
    return responseCode >= 500 ? { outcome: 'refused', error: message } : { outcome: 'not-sent', error: message };
  if (code === 'EENVELOPE') return { outcome: 'refused', error: message };
  if (code === 'ECONNECTION' || code === 'EDNS' || code === 'EAUTH' || code === 'ETLS')
    return { outcome: 'not-sent', error: message };
  return command !== undefined && beforeMessage.has(command)
    ? { outcome: 'not-sent', error: message }
    : { outcome: 'unknown', error: message };
}
