import type { Message, Transport } from '../../channels/channel.js';
import { plainOfHtml } from '../../language/text/plainOfHtml.js';
import type { Effect } from '../../model/effect.js';
import { bounced, done, failed, unknown, type Attempt } from './attempt.js';

/** Gives a message to its transport. An attempt that may have succeeded is never repeated silently. */
export async function carryOutByChannel(transport: Transport, effect: Effect, resend: boolean): Promise<Attempt> {
  // `act` put the rendered parts there.
  const { to, subject, body, html, approved } = effect.data as Pick<Message, 'to' | 'subject' | 'body' | 'html'> & {
    readonly approved?: Message['template'];
  };
  const message: Message = {
    id: effect.id,
    to,
    at: effect.at,
    ...(subject !== undefined && { subject }),
    ...(html !== undefined && { html, body: plainOfHtml(html) }),
    ...(body !== undefined && { body }),
    ...(approved !== undefined && { template: approved }),
  };
  const delivery = await transport.send(message);
  switch (delivery.outcome) {
    case 'sent':
      return done({
        ok: true,
        channel: effect.channel,
        ...(delivery.reference !== undefined && { reference: delivery.reference }),
      });
    case 'refused':
      return delivery.noSuchAddress === true ? bounced(delivery.error) : failed(delivery.error);
    case 'not-sent':
      return {
        ended: 'retry',
        error: delivery.error,
        uncertain: false,
        ...(delivery.down === true && { down: true }),
        ...(delivery.retryAfter !== undefined && { after: delivery.retryAfter }),
      };
    case 'unknown':
      return resend ? { ended: 'retry', error: delivery.error, uncertain: true } : unknown(delivery.error);
  }
}
