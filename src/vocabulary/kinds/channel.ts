import { shapes } from '../../language/shape.js';
import { listOf, record, string, timestamp } from '../../language/valueType.js';
import type { KindWord } from '../word.js';

/** Types of messages that crmctl knows; a project may add its own under channels/. */
export const channelTypes = ['email', 'sms', 'push', 'messenger', 'voice'] as const;

export const channel: KindWord = {
  kind: 'Channel',
  prefix: 'channel',
  plural: 'channels',
  doc: 'A way to reach a customer: transport, sender, rate, price and budget.',
  example: `kind: Channel
code: sms
type: sms
provider: http
url: https://sms.example.ru/send
headers: {Authorization: "Bearer \${SMS_TOKEN}"}
body: {to: "{{ message.to }}", text: "{{ message.text }}"}
from: SHOP
rate: 5/s
price: 3.4
budget: 30000/month
`,
  shape: shapes.object(
    {
      type: shapes.string({ doc: 'What it carries: email, sms, push, messenger, voice, or a type of your own.' }),
      provider: shapes.string({
        doc: 'Who carries it: `smtp`, or `http`: any gateway that takes a request for a message. Default: smtp for email, else http.',
      }),
      from: shapes.string({ doc: "Sender: an address `Shop <shop@example.com>`, or a sender's name." }),
      replyTo: shapes.string({ doc: 'Where answers to letters go.' }),
      rate: shapes.string({
        pattern: /^\d+\/(s|m|h|d)$/,
        patternName: 'a rate such as 5/s',
        doc: 'Most messages in that time.',
      }),
      price: shapes.number({ min: 0, doc: 'Cost of one message, in the currency of the project.' }),
      budget: shapes.string({
        pattern: /^\d+(\.\d+)?\/(day|week|month)$/,
        patternName: 'a budget such as 30000/month',
        doc: 'Most money in that time; messages over it are skipped with the reason `budget`.',
      }),
      resend: shapes.boolean(
        'Repeat a message whose delivery is unknown after a failure. Default: false, at most once.',
      ),
      active: shapes.boolean('false: messages of this channel are skipped. Default: true.'),
      host: shapes.string({ doc: 'smtp: name of the mail server.' }),
      port: shapes.string({
        pattern: /^(\d+|\$\{.*\})$/,
        patternName: 'a port number',
        doc: 'smtp: its port. Default: 587, or 465 when secure.',
      }),
      secure: shapes.boolean('smtp: TLS from the first byte.'),
      user: shapes.string({ doc: 'smtp: name to log in with.' }),
      password: shapes.string({ sensitive: true, doc: 'smtp: password to log in with; give it as ${NAME}.' }),
      url: shapes.string({ doc: 'http: address of the gateway.' }),
      method: shapes.choice(['GET', 'POST', 'PUT'], 'http: Default: POST.'),
      headers: httpHeaders('http: headers of the request.'),
      query: shapes.data({
        texts: true,
        doc: 'http: parameters of the address; texts about `message`. Default: with GET and no `body`, `id`, `to`, `from` and `text` of the message.',
      }),
      body: shapes.data({
        texts: true,
        doc: 'http: JSON body of the request; texts about `message`. Default: without `query` the message as it is: `id`, `to`, `from`, `subject`, `text`, `html`, `template`.',
      }),
      expect: shapes.list(shapes.number({ integer: true, min: 100, max: 599 }), {
        doc: 'http: status codes of success. Default: every 2xx.',
      }),
      settings: shapes.data({ doc: 'Settings of a channel of your own.' }),
    },
    { required: ['type'] },
  ),
  aliases: { words: [...channelTypes, 'best'], of: (spec) => [String(spec.type)] },
  executor: 'runner',
  interpolates: true,
  scopeAt: () => ({ message: messageType }),
};

/** What the texts of a gateway's request are about. */
const messageType = record('message', {
  id: string,
  to: string,
  from: string,
  subject: string,
  text: string,
  html: string,
  at: timestamp,
  template: record('messageTemplate', {
    code: string,
    name: string,
    lang: string,
    namespace: string,
    media: string,
    header: listOf(string),
    args: listOf(string),
    buttons: listOf(string),
  }),
});

/** Headers of HTTP requests; those that carry a secret must not hold it as a literal. */
export function httpHeaders(doc: string) {
  const secret = shapes.string({ sensitive: true, doc: 'A secret: give it as ${NAME}.' });
  return shapes.object(
    { Authorization: secret, 'X-API-KEY': secret, Cookie: secret },
    { doc, name: 'Headers', rest: shapes.string({ doc: 'Any other header.' }) },
  );
}
