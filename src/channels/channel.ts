import type { carriers } from '../vocabulary/kinds/carriers.js';

/** A message as it leaves: texts are rendered, `id` is the effect's and travels as far as the transport lets it. */
export interface Message {
  readonly id: string;
  readonly to: string;
  readonly subject?: string;
  readonly body?: string;
  readonly html?: string;
  /** The text that a messenger approved, by which it goes: `body` is that text, filled in. */
  readonly template?: ApprovedTemplate;
  readonly at: number;
}

/** An approved text and its values, in the words of the messenger. */
export interface ApprovedTemplate {
  readonly code: string;
  readonly name: string;
  readonly lang: string;
  readonly namespace?: string;
  /** Address of what its header shows. */
  readonly media?: string;
  /** Values for the places of the header, of the text and of the addresses of buttons. */
  readonly header: readonly string[];
  readonly args: readonly string[];
  readonly buttons: readonly string[];
}

/** What is known after an attempt. Only `not-sent` may be repeated without a second message being possible. */
export type Delivery =
  | { readonly outcome: 'sent'; readonly reference?: string }
  /** Definitely not accepted, and repeating it as it is cannot help. `noSuchAddress`: nothing that goes there ever will be. */
  | { readonly outcome: 'refused'; readonly error: string; readonly noSuchAddress?: boolean }
  /** Definitely not accepted, later it may be. */
  | {
      readonly outcome: 'not-sent';
      readonly error: string;
      readonly retryAfter?: number;
      /** It is not this message: the others would fare no better now. */
      readonly down?: boolean;
    }
  /** It may have been accepted. */
  | { readonly outcome: 'unknown'; readonly error: string };

export interface Transport {
  send(message: Message): Promise<Delivery>;
  close(): Promise<void>;
}

/** A Channel's settings with `${NAME}` filled in, and its texts as functions of the message. */
export interface ChannelSettings {
  readonly code: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** The value at a path of the spec, texts rendered about `message`. */
  render(path: readonly string[], message: Readonly<Record<string, unknown>>): unknown;
}

/** A way to carry messages. One file each. */
export interface ChannelProvider {
  /** `provider:` of a Channel. */
  readonly name: keyof typeof carriers;
  /** Types of Channel for which it is the default. */
  readonly defaultFor: readonly string[];
  readonly doc: string;
  readonly open: (settings: ChannelSettings) => Transport;
}
