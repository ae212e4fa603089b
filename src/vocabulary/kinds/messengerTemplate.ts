import { shapes, type Shape } from '../../language/shape.js';
import type { KindWord } from '../word.js';

/** What a place for a value stands for: whatever the step gives, or a name of the customer. */
const placeVariables = ['custom', 'name', 'first_name', 'last_name'] as const;

const pieces = (doc: string): Shape =>
  shapes.list(
    shapes.either({
      scalar: shapes.string({ multiline: true, doc: 'Text as it stands.' }),
      map: shapes.object(
        {
          var: shapes.choice(
            placeVariables,
            'A place for a value: `custom` is one of your own, the others are names of the customer.',
          ),
        },
        { name: 'MessengerPlace', required: ['var'] },
      ),
    }),
    { min: 1, doc },
  );

const examples = (doc: string): Shape => shapes.list(shapes.string(), { doc });

const media = (doc: string): Shape =>
  shapes.object({ example: shapes.string({ doc: 'Address of an example.' }) }, { name: 'MessengerMedia', doc });

export const messengerTemplate: KindWord = {
  kind: 'MessengerTemplate',
  prefix: 'messenger-template',
  plural: 'messenger-templates',
  doc: 'A text that a messenger has to approve before it may be sent, with places for values.',
  example: `kind: MessengerTemplate
code: order_ready
name: order_ready
mgChannelId: 1
lang: ru
category: UTILITY
template: ["Здравствуйте, ", {var: first_name}, "! Заказ ", {var: custom}, " ждёт вас."]
templateExample: [Анна, A-17]
footer: Не отвечайте на это сообщение
buttons:
  - {type: URL, text: Открыть заказ, url: "https://shop.example/orders/{{1}}", example: ["https://shop.example/orders/A-17"]}
`,
  shape: shapes.object(
    {
      mgChannelId: shapes.number({
        integer: true,
        min: 1,
        doc: "Id of the CRM's channel (`reference/mg-channels`); another one in another environment is said by its overlay.",
      }),
      lang: shapes.string({ doc: 'Language, in the words of the messenger: ru, en_US.' }),
      category: shapes.string({ doc: 'Category, in the words of the messenger: UTILITY, MARKETING, AUTHENTICATION.' }),
      namespace: shapes.string({ doc: "Namespace of the account with the messenger, a part of the CRM's codes." }),
      template: pieces('The text: pieces, and places for values between them.'),
      templateExample: examples('An example value for each place of the text; the messenger judges by them.'),
      header: shapes.object(
        {
          text: shapes.object(
            {
              parts: pieces('Pieces, and places for values.'),
              example: examples('An example value for each of its places.'),
            },
            { name: 'MessengerHeaderText', required: ['parts'], doc: 'A line of text.' },
          ),
          image: media('A picture.'),
          document: media('A document.'),
          video: media('A film.'),
        },
        { name: 'MessengerHeader', doc: 'What stands above the text.' },
      ),
      footer: shapes.string({ doc: 'What stands below the text.' }),
      buttons: shapes.list(
        shapes.object(
          {
            type: shapes.choice(['QUICK_REPLY', 'PHONE_NUMBER', 'URL'], 'What it does.'),
            text: shapes.string({ doc: 'What stands on it.' }),
            url: shapes.string({ doc: 'Where it leads; `{{1}}` is a place for a value.' }),
            phoneNumber: shapes.string({ doc: 'Whom it calls.' }),
            example: examples('An example for the place of its address.'),
          },
          { name: 'MessengerButton', required: ['type', 'text'] },
        ),
        { doc: 'Buttons below the message.' },
      ),
      active: shapes.boolean('Offered in the CRM; false: nothing is sent by it. Default: true.'),
    },
    { required: ['mgChannelId', 'lang', 'template'] },
  ),
  // `namespace#name#lang` on accounts of WhatsApp.
  codePattern: /^[A-Za-z0-9_#.-]+$/,
  executor: 'api',
};
